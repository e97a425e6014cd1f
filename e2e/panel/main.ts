import type { Theme } from '../../src/wire/panel'
import { list } from './book'
import { voiceIn } from './languages'
import { STORIES } from './stories'
import { playBrowser, type Stage } from './world'

declare global {
  interface Window {
    stage: Stage
  }
}

/** `?story=<name>&lang=<folder>&theme=<theme>` shows one story in the real panel; without a story, links to all of them. */
async function show(asked: URLSearchParams): Promise<void> {
  const story = STORIES[asked.get('story') ?? '']
  if (!story) return list()
  const voice = await voiceIn(asked.get('lang') ?? 'en')
  const theme = asked.get('theme') as Theme | null
  const { snapshot } = story
  const themed = snapshot && theme ? { ...snapshot, settings: { ...snapshot.settings, theme } } : snapshot
  window.stage = playBrowser({ ...story, snapshot: themed }, voice)
  await import('../../src/panel/main')
}

void show(new URLSearchParams(location.search))
