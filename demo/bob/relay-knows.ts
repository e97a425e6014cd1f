import { strict as assert } from 'node:assert'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { getPublicKey } from 'nostr-tools/pure'
import { hexToBytes } from 'nostr-tools/utils'
import { factsOf } from '../relay/facts'
import { reportOf } from '../relay/report'
import type { Keys } from './kept'
import type { Stage } from './stage'

/** What may come by: requests and answers, the draft, the note to self, the article. */
const KINDS = [24_133, 31_234, 4, 30_023]

/**
 * Write down what the relay could learn of the whole story, and hold it against what Lanyard promises.
 * @throws where the relay learned more
 */
export async function lookAtRelay({ relay, site, phone, teller, isClosed }: Stage, desktop: Keys, laptop: Keys) {
  const { transportKey, userKey } = await phone.keys()
  const [transport, user] = [transportKey, userKey].map((key) => getPublicKey(hexToBytes(key)))
  assert(transport && user, 'the keys of the phone')
  const names = { [user]: 'Bob', [transport]: 'phone', [desktop.client]: 'desktop', [laptop.client]: 'laptop' }
  writeFileSync(join(teller.folder, 'relay.md'), reportOf(relay, names, transportKey))

  assert.equal(Object.keys(names).length, 4, 'two of the four keys are the same one')
  const { handed, asked, proofs } = factsOf(relay.frames)
  const originOf = (socket: number) => relay.visits.find((visit) => visit.socket === socket)?.origin ?? ''
  const isOurs = ({ socket }: { socket: number }) =>
    !originOf(socket).startsWith('http') &&
    relay.frames.some((frame) => frame.socket === socket && isOfClient(frame.message))
  const isOfClient = (message: unknown) =>
    [desktop.client, laptop.client].some((key) => JSON.stringify(message).includes(key))
  const ours = { handed: handed.filter(isOurs), asked: asked.filter(isOurs), proofs: proofs.filter(isOurs) }

  for (const { event } of handed) assert(KINDS.includes(event.kind), `kind ${event.kind} was handed in`)
  // a socket of Lanyard's is for one client: its events, its answers, its log-in
  const clients = [desktop.client, laptop.client]
  assert(ours.handed.length > 0 && ours.asked.length > 0, 'Lanyard at the relay')
  for (const { event } of ours.handed)
    assert(event.kind === 24_133 && clients.includes(event.pubkey), `kind ${event.kind} of ${event.pubkey}`)
  for (const { filter } of ours.asked) {
    const { since, limit, ...rest } = filter
    assert(
      clients.some((client) => JSON.stringify(rest) === JSON.stringify({ kinds: [24_133], '#p': [client] })),
      `a question: ${JSON.stringify(filter)}`,
    )
  }
  for (const { pubkey } of ours.proofs) assert(clients.includes(pubkey), `a log-in as ${pubkey}`)
  assert.equal(proofs.some(isOurs), isClosed)
  for (const { socket } of ours.asked) {
    const spoken = ours.asked.filter((one) => one.socket === socket).map(({ filter }) => String(filter['#p']))
    assert.equal(new Set(spoken).size, 1, 'two clients on one socket')
  }
  // the user's key comes by the site's own sockets only
  const withUser = relay.frames.filter(({ way, message }) => way === 'in' && JSON.stringify(message).includes(user))
  assert(withUser.length > 0, 'the site at the relay')
  for (const { socket } of withUser) assert.equal(originOf(socket), site.origin)
}
