import { STORIES } from './stories'
import { playBrowser, type Stage } from './world'

declare global {
  interface Window {
    stage: Stage
  }
}

/** `?story=<name>` shows one story in the real panel; without it, links to all of them. */
async function show(name: string | null): Promise<void> {
  const story = name ? STORIES[name] : undefined
  if (!story) return list()
  window.stage = playBrowser(story)
  await import('../../src/panel/main')
}

function list(): void {
  const places = ['popup', 'approval', 'full']
  const links = Object.entries(STORIES).map(([name, { view }]) => {
    const row = document.createElement('li')
    row.textContent = `${name} `
    for (const place of places) {
      const link = document.createElement('a')
      link.href = `?story=${name}#${place}${view ? `/${view}` : ''}`
      link.textContent = place
      row.append(link, ' ')
    }
    return row
  })
  const rows = document.createElement('ul')
  rows.append(...links)
  document.body.append(rows)
}

void show(new URLSearchParams(location.search).get('story'))
