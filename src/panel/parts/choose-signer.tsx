import { t, type Word } from '../../edges/words'
import type { Outcome } from '../../protocol/error'
import { SIGNER_NAMES, SIGNERS, type SignerName } from '../../protocol/signers'
import { signerTitle } from '../signer'
import { useRun } from './run'
import { Trouble } from './trouble'

/** What a person does to pair each, in order. Only what is true of it (SIGNERS). */
const STEPS = {
  amber: ['how_scan', 'how_amber_rules', 'how_amber_notify'],
  primal: ['how_scan', 'how_primal'],
  nsecapp: ['how_nsecapp_copy', 'how_nsecapp_confirm', 'how_nsecapp_token'],
  aegis: ['how_scan', 'how_aegis_session', 'how_aegis_here'],
  clave: ['how_scan', 'how_clave_open', 'how_clave_relay'],
  bunker: ['how_bunker_run', 'how_bunker_paste'],
  other: ['how_other_scan', 'how_other_copy'],
} as const satisfies Partial<Record<SignerName, readonly Word[]>>

/** Those that most people have, offered while pairing. */
const OFFERED = Object.keys(STEPS) as (keyof typeof STEPS)[]

const isOffered = (signer: SignerName | null): signer is keyof typeof STEPS => signer !== null && signer in STEPS

interface ChoiceProps {
  signer: SignerName | null
  choose: (signer: SignerName) => Promise<Outcome<void>>
}

/** Which signer is to be paired: one press, and what to do with it. Nobody has to say. */
export function SignerChoice({ signer, choose }: ChoiceProps) {
  const { error, start } = useRun()
  return (
    <div class="stack">
      <fieldset class="choices">
        <legend>{t('signer_which')}</legend>
        {OFFERED.map((name) => (
          <label key={name} class="choice">
            <input
              type="radio"
              name="signer"
              checked={name === signer}
              onChange={() => void start(() => choose(name))}
            />
            {signerTitle(name)}
          </label>
        ))}
      </fieldset>
      <Trouble failure={error} />
      <HowTo signer={signer} />
    </div>
  )
}

function HowTo({ signer }: Pick<ChoiceProps, 'signer'>) {
  if (!isOffered(signer)) return null
  const title = signerTitle(signer)
  return (
    <ol class="how-to" aria-label={t('how', title)}>
      {STEPS[signer].map((word) => (
        <li key={word}>{t(word, title)}</li>
      ))}
    </ol>
  )
}

const PLACES = [
  ['phone', 'signers_phone'],
  ['browser', 'signers_browser'],
  ['machine', 'signers_machine'],
] as const satisfies readonly (readonly [string, Word])[]

const UNKNOWN = ''

interface SelectProps {
  signer: SignerName | null
  set: (signer: SignerName | null) => Promise<Outcome<void>>
}

/** Which signer a paired one is, to be corrected: NIP-46 does not say it. */
export function SignerSelect({ signer, set }: SelectProps) {
  const { error, start } = useRun()
  return (
    <>
      <label class="split signer-app">
        {t('signer_app')}
        <select
          value={signer ?? UNKNOWN}
          onChange={({ currentTarget: { value } }) =>
            void start(() => set(SIGNER_NAMES.find((name) => name === value) ?? null))
          }
        >
          <option value={UNKNOWN}>{t('signer_unknown')}</option>
          {PLACES.map(([place, word]) => (
            <optgroup key={place} label={t(word)}>
              <Options at={place} />
            </optgroup>
          ))}
          <Options at={null} />
        </select>
      </label>
      <Trouble failure={error} />
    </>
  )
}

function Options({ at }: { at: (typeof PLACES)[number][0] | null }) {
  return (
    <>
      {SIGNER_NAMES.filter((name) => SIGNERS[name].platform === at).map((name) => (
        <option key={name} value={name}>
          {signerTitle(name)}
        </option>
      ))}
    </>
  )
}
