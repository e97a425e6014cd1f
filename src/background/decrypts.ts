import { presetOf } from '../policy/site'
import type { Outcome } from '../protocol/error'
import type { SignerCall } from '../protocol/nip07'
import { isLocked, type OpenCall, type State } from './state'
import type { Store } from './store'

/**
 * What the signer has decrypted, for the next time that it is asked: sites decrypt the same messages at each look. In the
 * memory of this one life of the background, for as long as its account is paired and unlocked, and never in the journal:
 * every start would have to read it. Whether a site may have it was decided before anybody looks here.
 */
export interface Decrypts {
  /** The plaintext; null: not known. */
  find(open: OpenCall): string | null
  keep(open: OpenCall, outcome: Outcome): void
}

/** Characters kept of all together, ciphertexts with their plaintexts: some ten thousand messages. */
const ROOM = 8_000_000

type Decrypt = Extract<SignerCall, { ciphertext: string }>

const isDecrypt = (call: OpenCall['call']): call is Decrypt =>
  call.method === 'nip44.decrypt' || call.method === 'nip04.decrypt'

/** Pairings that are open, each by a name of its own: paired again, the same user is another. */
const openPairings = (state: State): Map<string, string> =>
  isLocked(state)
    ? new Map()
    : new Map(
        Object.values(state.sessions).flatMap(({ user, remoteSigner, pairedAt, endedAt }) =>
          endedAt === undefined ? [[user, `${remoteSigner} ${pairedAt}`] as const] : [],
        ),
      )

/** @param store followed, to forget what must be forgotten */
export function decryptsOf(store: Store, room = ROOM): Decrypts {
  // a Map gives its keys in the order in which they came: what was not used for longest is first
  const texts = new Map<string, { user: string; text: string }>()
  let pairings = openPairings(store.state)
  let sessions: State['sessions'] | null = null
  let held = 0

  const drop = (key: string): void => {
    const { text } = texts.get(key) ?? { text: '' }
    if (texts.delete(key)) held -= key.length + text.length
  }
  const put = (key: string, user: string, text: string): void => {
    drop(key)
    texts.set(key, { user, text })
    held += key.length + text.length
    for (const [oldest] of texts) {
      if (held <= room) return
      drop(oldest)
    }
  }

  store.follow((state) => {
    if (texts.size === 0 || (state.sessions === sessions && !isLocked(state))) return
    const next = openPairings(state)
    for (const [key, { user }] of texts) if (next.get(user) !== pairings.get(user)) drop(key)
    pairings = next
    sessions = state.sessions
  })

  return {
    find(open) {
      const { call, account } = open
      if (!isDecrypt(call) || isPhones(store.state, open)) return null
      const key = keyOf(open, call)
      const known = texts.get(key)
      if (known) put(key, account, known.text)
      return known?.text ?? null
    },
    keep(open, outcome) {
      const { call, account } = open
      if (!isDecrypt(call) || isPhones(store.state, open) || !outcome.ok || typeof outcome.value !== 'string') return
      if (texts.size === 0) pairings = openPairings(store.state)
      put(keyOf(open, call), account, outcome.value)
    },
  }
}

/** Where the phone decides it is asked each time; and a private window leaves nothing. */
const isPhones = ({ sites }: State, { by, origin, account, isPrivate }: OpenCall): boolean =>
  isPrivate === true || (by === 'preset' && presetOf(sites, origin, account) === 'phone')

/** For one site only: another may have to be asked about. */
const keyOf = ({ account, origin }: OpenCall, { method, peer, ciphertext }: Decrypt): string =>
  `${account} ${origin} ${method} ${peer} ${ciphertext}`
