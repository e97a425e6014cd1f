import messages from '../../public/_locales/en/messages.json'
import { find } from '../../src/background/log-entries'
import { type Outcome, succeed } from '../../src/protocol/error'
import type { CommandMessage, CommandName, LogQuery, PanelMessage, Snapshot } from '../../src/wire/panel'
import type { Story } from './stories'

/** The little of a browser that the panel touches, played: one port and the English messages. */

interface Message {
  message: string
  placeholders?: Record<string, { content: string }>
}

export function getMessage(key: string, subs: string[] = []): string {
  const found = (messages as Record<string, Message>)[key]
  if (!found) return ''
  return found.message.replace(/\$([A-Za-z_]+)\$/g, (_, name: string) => {
    const content = found.placeholders?.[name.toLowerCase()]?.content ?? ''
    return content.replace(/\$(\d)/g, (_whole, n: string) => subs[Number(n) - 1] ?? '')
  })
}

/** What a test may reach into. */
export interface Stage {
  /** Every command the panel sent. */
  sent: CommandMessage[]
  /** What was done to the browser. */
  done: string[]
  /** What the person answers where the browser asks for a permission. */
  grants: boolean
  /** Let the background say a new snapshot. */
  say(snapshot: Snapshot): void
}

export function playBrowser(story: Story): Stage {
  const listeners = new Set<(message: PanelMessage) => void>()
  const say = (message: PanelMessage) => {
    for (const listener of listeners) listener(message)
  }
  const stage: Stage = { sent: [], done: [], grants: true, say: (snapshot) => say({ snapshot }) }
  let log = story.log ?? []
  const resultOf = ({ command, args }: CommandMessage) => {
    if (command === 'clearLog') log = []
    return command === 'readLog' ? find(log, args[0] as LogQuery) : undefined
  }
  const answer = (message: CommandMessage) => {
    stage.sent.push(message)
    const outcome: Outcome = story.fails?.[message.command as CommandName] ?? succeed(resultOf(message))
    setTimeout(() => say({ n: message.n, outcome }), 20)
  }
  const connect = () => {
    if (story.snapshot) {
      const first = story.snapshot
      queueMicrotask(() => say({ snapshot: first }))
    }
    return {
      postMessage: answer,
      onMessage: { addListener: (listener: (message: PanelMessage) => void) => listeners.add(listener) },
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
  const runtime = { id: 'storybook', connect }
  const played = { runtime, tabs, permissions, i18n: { getMessage, getUILanguage: () => 'en' } }
  Object.assign(globalThis, { browser: played, chrome: played })
  return stage
}
