import {
  type Client,
  type ClientContext,
  type ClientReadyState,
  type Event,
  EventType,
  EventUtils,
  type Filter,
  type IncomingMessage,
  LogLevel,
  type OutgoingMessage,
} from '@nostr-relay/common'
import { NostrRelay } from '@nostr-relay/core'
import { Validator } from '@nostr-relay/validator'
import { MemoryRepository, matches } from './repository'

/** What the relay knows of one socket. */
export interface Guest {
  send(text: string): void
  isOpen(): boolean
}

/** The relay software without its sockets: guests come, say frames, and leave. */
export interface House {
  enter(guest: Guest): { hear(text: string): Promise<void>; leave(): void }
  find(filter: Filter): Event[]
}

/** strfry keeps ephemeral events this long and replays them; most relays forget them at once. Seconds. */
const KEPT_FOR = 300

/** A refusal of what a guest said before it logged in (NIP-42), or null. */
function refusal(ctx: ClientContext, message: IncomingMessage): OutgoingMessage | null {
  const reason = 'auth-required: this relay is closed, log in first'
  if (ctx.pubkey) return null
  if (message[0] === 'EVENT') return ['OK', message[1].id, false, reason]
  return message[0] === 'REQ' ? ['CLOSED', message[1], reason] : null
}

/**
 * The real relay (@nostr-relay/core) with what it leaves to its host: live filters by tag (its own ignores `#p`), a
 * closed house (NIP-42 for reading and writing), and, on wish, ephemeral events kept as strfry does.
 */
export function openHouse({ closed, keepsEphemeral }: { closed: boolean; keepsEphemeral: boolean }): House {
  const repository = new MemoryRepository()
  const contexts = new Map<Client, ClientContext>()
  const relay = new NostrRelay(repository, {
    logLevel: LogLevel.ERROR,
    filterResultCacheTtl: 0,
    // an event sent again is broadcast again: clients do that when an answer was lost
    eventHandlingResultCacheTtl: 0,
    ...(closed ? { hostname: '127.0.0.1' } : {}),
  })

  relay.register({
    async handleMessage(ctx, message, next) {
      contexts.set(ctx.client, ctx)
      const refused = closed ? refusal(ctx, message) : null
      if (refused) return ctx.sendMessage(refused)
      // before the stored events are looked up, so that none falls between
      if (message[0] === 'REQ') ctx.subscriptions.set(message[1], message.slice(2) as Filter[])
      return next()
    },
  })
  relay.register({
    async broadcast(event) {
      if (keepsEphemeral && EventUtils.getType(event.kind) === EventType.EPHEMERAL) repository.upsert(event)
      for (const ctx of contexts.values()) {
        if (closed && !EventUtils.checkPermission(event, ctx.pubkey)) continue
        ctx.subscriptions.forEach((filters, id) => {
          if (filters.some((filter) => matches(filter, event))) ctx.sendMessage(['EVENT', id, event])
        })
      }
    },
  })

  const validator = new Validator()
  return {
    enter(guest) {
      const client: Client = {
        send: (text) => guest.send(text),
        get readyState(): ClientReadyState {
          return guest.isOpen() ? 1 : 3
        },
      }
      relay.handleConnection(client)
      return {
        async hear(text) {
          repository.expire(Math.floor(Date.now() / 1000) - KEPT_FOR)
          try {
            await relay.handleMessage(client, await validator.validateIncomingMessage(text))
          } catch (error) {
            client.send(JSON.stringify(['NOTICE', `invalid: ${error instanceof Error ? error.message : 'message'}`]))
          }
        },
        leave() {
          contexts.delete(client)
          relay.handleDisconnect(client)
        },
      }
    },
    find: (filter) => repository.find(filter),
  }
}
