import { encrypt, getConversationKey } from 'nostr-tools/nip44'
import { hexToBytes } from 'nostr-tools/utils'
import { DEFAULT_RELAYS } from '../../src/protocol/relay'
import { sessionLine } from '../../src/signer/lines'
import { fakeClock, seeded } from '../../src/testing/clock'
import { keys } from '../../src/testing/keys'
import { fakeRelay } from '../../src/testing/relay'
import { fakeSigner } from '../../src/testing/signer'
import { world } from '../../src/testing/world'
import { counted, type Day } from './count'
import { dayOf } from './habits'

/** ms that a line stays up after a look or its last request (src/background/tend.ts). */
const WARM_MS = 60_000
/** ms that a phone takes: at once where it may, or when its person has looked. */
const ANSWER_MS = [400, 400, 400, 6_000] as const
const MIDNIGHT = Date.UTC(2026, 10, 23)
const CLIENT = keys(10)
const FRIEND = keys(20)

/** What came of a person's requests. */
export interface Lived {
  asked: number
  answered: number
}

/**
 * One person's day: the session machine itself, real envelopes, four relays, a phone; all on a clock of its own.
 * @param days where to count, one per relay
 */
export function live(seed: number, isWarm: boolean, days: readonly Day[]): Lived {
  const random = seeded(seed)
  const clock = fakeClock(MIDNIGHT)
  const relays = DEFAULT_RELAYS.map((url) => fakeRelay(url, clock, random))
  const delay = ANSWER_MS[Math.floor(random() * ANSWER_MS.length)] ?? 0
  const replies = { nip44_decrypt: () => ({ result: TEXT }) }
  const signer = fakeSigner(clock, relays, { delay, replies })
  const seen = relays.map((relay, n) => counted(relay, clock, MIDNIGHT, days[n] as Day))
  const line = sessionLine(
    { ...sessionFor(signer.user.pubkey, signer.pubkey), relays: [...DEFAULT_RELAYS] },
    clock.now(),
  )
  const home = world(clock, seen, line)
  let asked = 0

  let cool = () => {}
  const warm = () => {
    if (!isWarm) return
    home.warm(clock.now() + WARM_MS)
    cool()
    cool = clock.after(WARM_MS + 1, () => home.warm(0))
  }
  home.watch((input, _, effects) => {
    if (input.type === 'ask' || effects.some(({ type }) => type === 'settle')) warm()
  })
  for (const { at, what } of dayOf(random, FRIEND.pubkey, ciphertextFor(signer.user.pubkey))) {
    clock.after(at, () => {
      if (what === 'look') return warm()
      asked++
      home.feed({ type: 'ask', id: `r${asked}`, ...what })
    })
  }
  clock.advance(24 * 3_600_000)
  const answered = home.effects.filter((effect) => effect.type === 'settle' && effect.outcome.ok).length
  return { asked, answered }
}

const TEXT = 'x'.repeat(300)

const ciphertexts = new Map<string, string>()
function ciphertextFor(user: string): string {
  const known = ciphertexts.get(user)
  if (known) return known
  const key = getConversationKey(hexToBytes(FRIEND.secret), user)
  const made = encrypt(TEXT, key)
  ciphertexts.set(user, made)
  return made
}

const sessionFor = (user: string, remoteSigner: string) => ({
  ...{ clientSecretKey: CLIENT.secret, remoteSigner, user, former: null, cipher: 'nip44' as const },
  ...{ pairedAt: MIDNIGHT, answeredAt: MIDNIGHT, switchedAt: MIDNIGHT, learned: {}, signer: null },
})
