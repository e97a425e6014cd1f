import messages from '../../public/_locales/en/messages.json'
import { type Outcome, succeed } from '../../src/protocol/error'
import type { CommandMessage, CommandName, PanelMessage, Snapshot } from '../../src/wire/panel'
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
  /** Let the background say a new snapshot. */
  say(snapshot: Snapshot): void
}

export function playBrowser(story: Story): Stage {
  const listeners = new Set<(message: PanelMessage) => void>()
  const say = (message: PanelMessage) => {
    for (const listener of listeners) listener(message)
  }
  const stage: Stage = { sent: [], say: (snapshot) => say({ snapshot }) }
  const answer = (message: CommandMessage) => {
    stage.sent.push(message)
    const outcome: Outcome<void> = story.fails?.[message.command as CommandName] ?? succeed(undefined)
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
  const played = { runtime: { id: 'storybook', connect }, i18n: { getMessage, getUILanguage: () => 'en' } }
  Object.assign(globalThis, { browser: played, chrome: played })
  return stage
}
