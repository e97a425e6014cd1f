import { find } from '../../src/background/log-entries'
import { type Outcome, succeed } from '../../src/protocol/error'
import type { CommandMessage, CommandName, LogQuery, PanelMessage, SeenMessage, Snapshot } from '../../src/wire/panel'
import type { Story } from './stories'
import type { Voice } from './words'

/** The little of a browser that the panel touches, played: one port and the messages. */

/** What a test may reach into. */
export interface Stage {
  /** Every command the panel sent. */
  sent: CommandMessage[]
  /** Which approvals it said that the keys may allow. */
  seen: (string | null)[]
  /** What was done to the browser. */
  done: string[]
  /** What the person answers where the browser asks for a permission. */
  grants: boolean
  /** Let the background say a new snapshot. */
  say(snapshot: Snapshot): void
  /** The person chooses another language, in which the browser speaks from now on. */
  speak(voice: Voice): Promise<void>
}

const KEYS = [
  { name: '_execute_action', description: '', shortcut: 'Alt+Shift+L' },
  { name: 'allow', description: 'Allow the topmost request', shortcut: '' },
]

/** Done when the page has said in which language it is, be it the same one. */
const spoken = (): Promise<void> =>
  new Promise((resolve) => {
    const ear = new MutationObserver(() => {
      ear.disconnect()
      resolve()
    })
    ear.observe(document.documentElement, { attributeFilter: ['lang'] })
  })

export function playBrowser(story: Story, voice: Voice): Stage {
  const listeners = new Set<(message: PanelMessage) => void>()
  const say = (message: PanelMessage) => {
    for (const listener of listeners) listener(message)
  }
  let latest = story.snapshot
  const tell = (snapshot: Snapshot) => {
    latest = snapshot
    say({ snapshot })
  }
  let speaker = voice
  const speak = async (next: Voice) => {
    if (!latest) throw new Error('the background has said nothing that could be said anew')
    speaker = next
    const before = latest
    // words change with the choice of a language: one whose file is empty, and then the choice of before
    for (const language of ['none', before.settings.language]) {
      const said = spoken()
      tell({ ...before, settings: { ...before.settings, language } })
      await said
    }
  }
  const stage: Stage = { sent: [], seen: [], done: [], grants: true, say: tell, speak }
  let log = story.log ?? []
  const resultOf = ({ command, args }: CommandMessage) => {
    if (command === 'clearLog') log = []
    return command === 'readLog' ? find(log, args[0] as LogQuery) : undefined
  }
  const answer = (message: CommandMessage | SeenMessage) => {
    // what is seen is not answered
    if ('seen' in message) return void stage.seen.push(message.seen)
    stage.sent.push(message)
    if (story.silent?.includes(message.command as CommandName)) return
    const outcome: Outcome =
      story.fails?.[message.command as CommandName] ??
      story.answers?.[message.command as CommandName] ??
      succeed(resultOf(message))
    setTimeout(() => say({ n: message.n, outcome }), 20)
  }
  const connect = () => {
    if (story.snapshot) {
      const first = story.snapshot
      queueMicrotask(() => say({ snapshot: first }))
    }
    return {
      postMessage: answer,
      onMessage: {
        addListener: (listener: (message: PanelMessage) => void) => listeners.add(listener),
        removeListener: (listener: (message: PanelMessage) => void) => listeners.delete(listener),
      },
      onDisconnect: { addListener: () => undefined },
    }
  }
  const tabs = {
    query: async () => (story.active ? [{ id: 7, url: story.active }] : []),
    reload: async (id: number) => void stage.done.push(`reload ${id}`),
  }
  const permissions = {
    request: async (wish: object) => {
      stage.done.push(`request ${JSON.stringify(wish)}`)
      return stage.grants
    },
  }
  // of files it asks for the words of a language that was chosen; ours come by i18n alone
  const getManifest = () => ({ version: story.still?.version })
  const runtime = { id: 'storybook', connect, getManifest, getURL: () => 'data:application/json,{}' }
  const storage = { session: { get: async () => ({ still: story.still && { snapshot: story.still } }) } }
  const i18n: Voice = {
    getMessage: (key, subs) => speaker.getMessage(key, subs),
    getUILanguage: () => speaker.getUILanguage(),
  }
  const commands = { getAll: async () => story.keys ?? KEYS }
  const played = { runtime, storage, tabs, permissions, commands, i18n }
  Object.assign(globalThis, { browser: played, chrome: played })
  return stage
}
