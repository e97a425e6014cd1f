import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { t, type Word } from '../../edges/words'
import type { Outcome } from '../../protocol/error'
import { SIGNER_NAMES, SIGNERS, type SignerName } from '../../protocol/signers'
import { signerTitle, systemsOf } from '../signer'
import { HowTo, NoneYet, OFFERED } from './how-to'
import { useRun } from './run'
import { Trouble } from './trouble'

interface ChoiceProps {
  signer: SignerName | null
  choose: (signer: SignerName) => Promise<Outcome<void>>
  /** Leads to the field for a `bunker://` token. */
  paste: () => void
}

/** Which signer is to be paired: one press, and what to do with it. Nobody has to say. */
export function SignerChoice({ signer, choose, paste }: ChoiceProps) {
  const run = useRun()
  const hasNone = useSignal(false)
  const say = (name: SignerName | null) => {
    hasNone.value = name === null
    if (name !== null && name !== signer) void run.choose(() => choose(name))
  }
  return (
    <section class="choose stack">
      <fieldset class="choices">
        <legend>{t('signer_which')}</legend>
        {OFFERED.map((name) => (
          <Card key={name} isChosen={!hasNone.value && name === signer} choose={() => say(name)}>
            <span>{signerTitle(name)}</span> <span class="note">{systemsOf(name)}</span>
          </Card>
        ))}
        <Card isChosen={hasNone.value} choose={() => say(null)}>
          <span>{t('signer_none')}</span>
        </Card>
      </fieldset>
      <Trouble failure={run.error} />
      {hasNone.value ? <NoneYet /> : <HowTo signer={signer} paste={paste} />}
    </section>
  )
}

interface CardProps {
  isChosen: boolean
  choose: () => void
  children: ComponentChildren
}

const Card = ({ isChosen, choose, children }: CardProps) => (
  <label class="choice">
    <input type="radio" name="signer" checked={isChosen} onChange={choose} />
    {children}
  </label>
)

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
  const { error, choose } = useRun()
  return (
    <>
      <label class="split signer-app">
        {t('signer_app')}
        <select
          value={signer ?? UNKNOWN}
          onChange={({ currentTarget: { value } }) =>
            void choose(() => set(SIGNER_NAMES.find((name) => name === value) ?? null))
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
