import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { after } from '../../edges/clock'
import { t } from '../../edges/words'
import type { AccountView, RemoteCommands } from '../../wire/panel'
import { Act } from './act'

interface LogOutProps {
  account: AccountView
  commands: RemoteCommands
}

/** Behind a disclosure, and its button comes to life only after there was time to read what it does. */
export function LogOut(props: LogOutProps) {
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
      <p>{t(props.account.learned.logout === 'unsupported' ? 'log_out_tells_not' : 'log_out_tells')}</p>
      {open.value ? <LogOutButton {...props} /> : null}
    </details>
  )
}

const READING_MS = 1_000

function LogOutButton({ account, commands }: LogOutProps) {
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
