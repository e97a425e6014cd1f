import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { after } from '../../edges/clock'
import { t } from '../../edges/words'
import type { AccountView, RemoteCommands } from '../../wire/panel'
import { useNow } from '../clock'
import { ago, moment } from '../format'
import { Act } from '../parts/act'
import { SignerSelect } from '../parts/choose-signer'
import { Copy } from '../parts/copy'
import { HexGroups } from '../parts/key'
import { Learned } from '../parts/learned'
import { Relays } from '../parts/relays'
import { hrefOf } from '../route'
import type { ViewProps } from '../view'

/** Whose key signs, over which line, and the way out. */
export function Account({ snapshot, commands, place }: ViewProps) {
  const now = useNow()
  return (
    <div class="stack">
      <h1>{t('account')}</h1>
      {snapshot.accounts.map((account) => (
        <section key={account.user} class="card stack" aria-label={account.npub}>
          <div>
            <h2>{t('npub')}</h2>
            <code class="key whole" dir="ltr">
              {account.npub}
            </code>
          </div>
          <div class="actions">
            <Copy text={account.npub}>{t('copy_npub')}</Copy>
          </div>
          <p class="note">
            {t('paired_on', moment(account.pairedAt))}
            {account.answeredAt === null ? null : <> {t('line_answered', ago(account.answeredAt, now))}</>}
          </p>
          <SignerSelect signer={account.signer} set={(signer) => commands.setSigner(account.user, signer)} />
          <h2>{t('relays')}</h2>
          <Relays urls={account.relays} states={snapshot.relays} />
          <details>
            <summary>{t('learned')}</summary>
            <Learned account={account} />
          </details>
          <details>
            <summary>{t('remote_signer')}</summary>
            <p class="note">{t('remote_signer_explained')}</p>
            <HexGroups hex={account.remoteSigner} />
          </details>
          <LogOut account={account} commands={commands} />
        </section>
      ))}
      {snapshot.accounts.length === 0 ? <p role="status">{t('logged_out')}</p> : null}
      <div class="actions">
        <a class="button plain" href={hrefOf(place, 'welcome')}>
          {t('pair_phone')}
        </a>
      </div>
    </div>
  )
}

/** Behind a disclosure, and its button comes to life only after there was time to read what it does. */
function LogOut({ account, commands }: { account: AccountView; commands: RemoteCommands }) {
  const open = useSignal(false)
  return (
    <details
      class="log-out"
      onToggle={(event) => {
        open.value = event.currentTarget.open
      }}
    >
      <summary>{t('log_out_ask')}</summary>
      <p>{t('log_out_does')}</p>
      {open.value ? <LogOutButton account={account} commands={commands} /> : null}
    </details>
  )
}

const READING_MS = 1_000

function LogOutButton({ account, commands }: { account: AccountView; commands: RemoteCommands }) {
  const live = useSignal(false)
  useEffect(
    () =>
      after(READING_MS, () => {
        live.value = true
      }),
    [],
  )
  return (
    <div class="actions">
      <Act tone="danger" disabled={!live.value} run={() => commands.logOut(account.user)}>
        {t('log_out')}
      </Act>
    </div>
  )
}
