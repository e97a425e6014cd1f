import { useSignal } from '@preact/signals'
import { t } from '../../edges/words'
import type { Outcome } from '../../protocol/error'
import type { AnnouncedSigner } from '../../wire/panel'
import { badgeOf } from '../host'
import { Act } from './act'
import { useRun } from './run'
import { Trouble } from './trouble'

interface FindProps {
  find: () => Promise<Outcome<AnnouncedSigner[]>>
  /** As if its address had been typed. */
  choose: (address: string) => Promise<Outcome<void>>
}

/** Signers that announce themselves, and whose domains vouch for them. Relays are asked on a press only. */
export function FindSigners({ find, choose }: FindProps) {
  const found = useSignal<AnnouncedSigner[] | null>(null)
  const run = useRun()
  const look = () =>
    run.start(async () => {
      found.value = null
      const outcome = await find()
      if (outcome.ok) found.value = outcome.value
      return outcome
    })
  return (
    <div class="find-signers stack">
      <div class="actions">
        <button type="button" class="button quiet" aria-busy={run.busy} onClick={() => void look()}>
          {t('signers_find')}
        </button>
      </div>
      <p class="note">{t('signers_find_means')}</p>
      <p class="note" role="status">
        {run.busy ? t('signers_finding') : found.value?.length === 0 ? t('signers_found_none') : ''}
      </p>
      <Trouble failure={run.error} />
      {found.value?.length ? (
        <ul aria-label={t('signers_found')}>
          {found.value.map((signer) => (
            <li key={signer.domain}>
              <Found signer={signer} />
              <Act label={`${t('pair')}: ${signer.domain}`} run={() => choose(signer.domain)}>
                {t('pair')}
              </Act>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}

/** Anybody may take any name: the domain, which was checked, is never left out, and the letter is made of it. */
function Found({ signer: { domain, name } }: { signer: AnnouncedSigner }) {
  const { letter, hue } = badgeOf(`https://${domain}`)
  return (
    <span class="who">
      <span class="face" style={`--hue: ${hue}`} aria-hidden="true">
        {letter}
      </span>
      <span class="who-words">
        {name === null ? null : (
          <span class="who-name">
            <bdi>{name}</bdi>
          </span>
        )}
        <bdi class="address">{domain}</bdi>
      </span>
    </span>
  )
}
