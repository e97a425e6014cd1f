import { findAnnouncements } from '../edges/signer-announcements'
import { lookUpSigner, readWellKnown } from '../edges/signer-domain'
import { fail, type Outcome, succeed } from '../protocol/error'
import { parseSignerAddress } from '../protocol/signer-address'
import type { Announcement } from '../protocol/signer-announcement'
import { type FoundSigner, readSignerAnswer, vouchesFor } from '../protocol/signer-domain'
import { SIGNERS, type SignerName } from '../protocol/signers'
import type { AnnouncedSigner, CommandHandlers } from '../wire/panel'
import type { Lines } from './lines'
import { nameSigner } from './name-signer'
import { profileRelays } from './profiles'
import { sparesFor } from './spares'
import { isLocked, pairingOf } from './state'
import type { Store } from './store'

/**
 * Pair with the signer that an address leads to. The domain is asked here and not in the panel: the popup may close
 * while it is. Until it has answered nothing changes, nor where the person began something else meanwhile.
 * @returns `token-unknown` where the text is no address either
 */
export async function pairByAddress(
  store: Store,
  lines: Lines,
  text: string,
  signer: SignerName | null,
): Promise<Outcome<void>> {
  const address = parseSignerAddress(text)
  if (!address?.ok) return address ?? fail('token-unknown')
  const before = pairingOf(store.state)?.id
  const found = await lookUpSigner(address.value)
  if (!found.ok) return found
  if (isLocked(store.state)) return fail('locked')
  if (pairingOf(store.state)?.id !== before) return fail('cancelled')
  begin(store, lines, found.value)
  return nameSigner(store, 'pairing', readsCodes(signer) ?? makerOf(address.value.domain))
}

function begin(store: Store, lines: Lines, found: FoundSigner): void {
  if (found.kind === 'signer') {
    lines.pairByToken({ remoteSignerPubkey: found.remoteSignerPubkey, relays: found.relays, secret: '' })
    return
  }
  const { domain, template } = found
  const own = store.state.settings.relays
  // where it names relays, it listens nowhere else
  if (found.relays.length > 0) lines.pairByQr(found.relays, { spares: [], keeps: found.relays })
  else lines.pairByQr(own, sparesFor(own, own))
  const line = pairingOf(store.state)
  if (!line?.pairing) return
  const pairing = { ...line.pairing, service: { domain, template } }
  store.update((state) => ({ ...state, lines: { ...state.lines, [line.id]: { ...line, pairing } } }))
}

/** One that takes pasted tokens only was not meant: it would hide the code. */
const readsCodes = (signer: SignerName | null): SignerName | null =>
  signer !== null && SIGNERS[signer].flow !== 'bunker' ? signer : null

/** Signers that are websites are known by their own page. */
const makerOf = (domain: string): SignerName | null =>
  domain === new URL(SIGNERS.nsecapp.page).host ? 'nsecapp' : null

/** Asked for by the person. Over relays that no session speaks over, as profiles are. */
export const findCommands = (store: Store): Pick<CommandHandlers, 'findSigners'> => ({
  async findSigners() {
    const announced = await findAnnouncements(profileRelays(store.state))
    const vouched = await Promise.all(announced.map(vouch))
    const found = new Map(vouched.flatMap((one) => (one ? [[one.domain, one] as const] : [])))
    return succeed([...found.values()].sort((a, b) => a.domain.localeCompare(b.domain)))
  },
})

/** null: its domain does not name its key as the domain's own, or nothing that it can be paired by. */
async function vouch({ pubkey, domain, name }: Announcement): Promise<AnnouncedSigner | null> {
  const address = { name: '_', domain }
  const said = await readWellKnown(address)
  const isVouched = said.ok && vouchesFor(said.value, pubkey) && readSignerAnswer(said.value, address).ok
  return isVouched ? { domain, name } : null
}
