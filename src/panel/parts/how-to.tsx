import { t, type Word } from '../../edges/words'
import { SIGNERS, type SignerName } from '../../protocol/signers'
import { signerTitle, systemsOf } from '../signer'

interface Way {
  /** What a person does to pair it, in order. */
  steps: readonly Word[]
  /** What it does that surprises. */
  minds: readonly Word[]
}

/** Only what is true of each (SIGNERS). */
const WAYS = {
  amber: { steps: ['how_scan', 'how_amber_rules'], minds: ['how_amber_notify'] },
  primal: { steps: ['how_scan', 'how_primal'], minds: ['how_primal_code'] },
  nsecapp: { steps: ['how_nsecapp_copy', 'how_nsecapp_confirm'], minds: ['how_nsecapp_token'] },
  aegis: { steps: ['how_scan'], minds: ['how_aegis_session', 'how_aegis_here'] },
  clave: { steps: ['how_scan', 'how_clave_open'], minds: ['how_clave_relay'] },
  bunker: { steps: ['how_bunker_run', 'how_bunker_paste'], minds: ['how_bunker_once', 'how_bunker_runs'] },
  other: { steps: ['how_other_scan'], minds: ['how_other_copy'] },
} as const satisfies Partial<Record<SignerName, Way>>

/** Those that most people have, offered while pairing. */
export const OFFERED = Object.keys(WAYS) as (keyof typeof WAYS)[]

const isOffered = (signer: SignerName | null): signer is keyof typeof WAYS => signer !== null && signer in WAYS

interface HowToProps {
  signer: SignerName | null
  /** Leads to the field for a `bunker://` token. */
  paste: () => void
}

/** What to do with the chosen one, and what to know about it. */
export function HowTo({ signer, paste }: HowToProps) {
  if (!isOffered(signer)) return null
  const title = signerTitle(signer)
  const { steps, minds }: Way = WAYS[signer]
  return (
    <div class="how-to stack">
      <ol aria-label={t('how', title)}>
        {steps.map((word) => (
          <li key={word}>{t(word, title)}</li>
        ))}
      </ol>
      <ul aria-label={t('how_minds', title)}>
        {minds.map((word) => (
          <li key={word}>{t(word, title)}</li>
        ))}
      </ul>
      {SIGNERS[signer].flow === 'qr' ? null : (
        <div class="actions">
          <button type="button" class="button quiet" onClick={paste}>
            {t('paste_token')}
          </button>
        </div>
      )}
    </div>
  )
}

/** What one gets, those that are the easiest first. On what each runs is said once, in SIGNERS. */
const ADVISED = [
  ['amber', 'what_amber'],
  ['clave', 'what_clave'],
  ['primal', 'what_primal'],
  ['aegis', 'what_aegis'],
  ['nsecapp', 'what_nsecapp'],
] as const satisfies readonly (readonly [keyof typeof WAYS, Word])[]

/** For somebody without a signer: what to get, from its makers' own page. */
export function NoneYet() {
  return (
    <div class="how-to none-yet stack">
      <p>{t('signer_get')}</p>
      <ul>
        {ADVISED.map(([signer, what]) => (
          <li key={signer}>
            <a href={SIGNERS[signer].page} target="_blank" rel="noreferrer noopener">
              {SIGNERS[signer].name}
            </a>{' '}
            <span class="note">{systemsOf(signer)}</span>
            <br />
            {t(what)}
          </li>
        ))}
      </ul>
    </div>
  )
}
