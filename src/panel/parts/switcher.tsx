import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { t } from '../../edges/words'
import { succeed } from '../../protocol/error'
import type { AccountView, RemoteCommands, Snapshot } from '../../wire/panel'
import { calledOf, FEW, isolated, soughtOf } from '../names'
import { hrefOf, type Place } from '../route'
import { signerTitle } from '../signer'
import { signerAt } from '../sites'
import { Act } from './act'
import { Who } from './face'
import { FindAccount } from './find-account'
import { useRun } from './run'
import { Trouble } from './trouble'

interface SwitcherProps {
  snapshot: Snapshot
  commands: RemoteCommands
  place: Place
  /** The site to choose for; null: for all where nothing was chosen. */
  origin: string | null
}

/** Which of several accounts signs. With one there is nothing to choose, and nothing is shown. */
export function Switcher({ snapshot, commands, place, origin }: SwitcherProps) {
  const { accounts, account: standard } = snapshot
  const menu = useRef<HTMLDetailsElement>(null)
  const { error, start } = useRun()
  const sought = useSignal('')
  const user = signerAt(snapshot, origin)
  const current = accounts.find((account) => account.user === user)
  if (accounts.length < 2 || !current) return null
  const found = accounts.length > FEW ? soughtOf(accounts, sought.value) : accounts
  const choose = async ({ user }: AccountView) => {
    const outcome = await start(async () => {
      if (user === current.user) return succeed(undefined)
      return origin === null ? commands.setDefaultAccount(user) : commands.setSiteAccount(origin, user)
    })
    if (!outcome.ok || !menu.current) return
    menu.current.open = false
    menu.current.querySelector('summary')?.focus()
  }
  return (
    <details class="switcher" ref={menu}>
      <summary>
        {t(origin === null ? 'is_default' : 'signs_as')}
        <span class="note">
          <bdi>{calledOf(current)}</bdi>
          {origin !== null && user === standard ? ` · ${t('account_default')}` : null}
        </span>
      </summary>
      {accounts.length > FEW ? <FindAccount sought={sought} /> : null}
      <ul aria-label={t('account_choose')}>
        {found.map((account) => (
          <li key={account.user}>
            <button type="button" aria-current={account === current} onClick={() => void choose(account)}>
              <Who account={account} />
              <span class="note">{marks(account, standard)}</span>
            </button>
          </li>
        ))}
      </ul>
      <Trouble failure={error} />
      <div class="actions">
        {current.user === standard ? null : (
          <Act tone="quiet" run={() => commands.setDefaultAccount(current.user)}>
            {t('make_default_named', isolated(calledOf(current)))}
          </Act>
        )}
        <a class="button quiet" href={hrefOf(place, 'welcome')}>
          {t('pair_another')}
        </a>
      </div>
    </details>
  )
}

/** "Amber · default" */
export const marks = ({ user, signer }: AccountView, standard: string | null): string =>
  [signer ? [signerTitle(signer)] : [], user === standard ? [t('account_default')] : []].flat().join(' · ')
