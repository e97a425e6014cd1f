import type { RefObject } from 'preact'
import { t } from '../../edges/words'
import { type Outcome, succeed } from '../../protocol/error'
import type { ClaimView, PairingView, RemoteCommands } from '../../wire/panel'
import { Act } from './act'
import { HexGroups } from './key'
import { useArmed } from './verdicts'

interface ClaimProps {
  pairing: PairingView
  claim: ClaimView
  commands: RemoteCommands
  /** Where the focus goes when this comes to be seen. */
  heading: RefObject<HTMLHeadingElement | null>
}

/** Time to see what came up under the pointer, ms. */
const READING_MS = 1_000

/**
 * A signer of 2023 answered the code, or somebody else did: only the person can tell, by its key. Nothing is paired
 * before. Neither button stands out.
 */
export function PairingClaim({ pairing, claim, commands, heading }: ClaimProps) {
  const armed = useArmed(READING_MS)
  const say = (command: () => Promise<Outcome<void>>) => () =>
    armed.peek() ? command() : Promise.resolve(succeed(undefined))
  const { remoteSigner, npub } = claim
  return (
    <div class="claim stack">
      <h1 ref={heading} tabIndex={-1} aria-describedby="claim-what claim-key">
        {t('claim_title')}
      </h1>
      <p id="claim-what">{t('claim_sentence')}</p>
      <p class="card" id="claim-key">
        <HexGroups hex={npub} />
      </p>
      <p>{t('claim_compare')}</p>
      <p class="note" role="status">
        {pairing.claims.length > 1 ? t('claim_more') : ''}
      </p>
      <div class="actions">
        <Act disabled={!armed.value} run={say(() => commands.disownSigner(pairing.id, remoteSigner))}>
          {t('claim_not_mine')}
        </Act>
        <Act disabled={!armed.value} run={say(() => commands.confirmSigner(pairing.id, remoteSigner))}>
          {t('claim_mine')}
        </Act>
      </div>
    </div>
  )
}
