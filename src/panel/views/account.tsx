import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { t } from '../../edges/words'
import type { AccountView } from '../../wire/panel'
import { calledOf, FEW, soughtOf } from '../names'
import { AccountCard } from '../parts/account-card'
import { FindAccount } from '../parts/find-account'
import { hrefOf } from '../route'
import type { ViewProps } from '../view'

/** Whose keys sign, over which lines, and the way out: a card each, folded where there are several. */
export function Account(props: ViewProps) {
  const { snapshot, place } = props
  const { accounts } = snapshot
  const sought = useSignal('')
  const found = accounts.length > FEW ? soughtOf(accounts, sought.value) : accounts
  const title = useRef<HTMLHeadingElement>(null)
  const left = useLeft(accounts, () => title.current?.focus())
  return (
    <div class="stack accounts">
      <h1 ref={title} tabIndex={-1}>
        {t('accounts')}
      </h1>
      {accounts.length > FEW ? <FindAccount sought={sought} /> : null}
      <p role="status" class={left ? 'callout' : undefined}>
        {left ? t('account_logged_out', left) : ''}
        {accounts.length > 0 && found.length === 0 ? t('accounts_none_found') : ''}
      </p>
      {found.map((account) => (
        <AccountCard key={account.user} account={account} isOnly={accounts.length === 1} {...props} />
      ))}
      {accounts.length === 0 ? <p role="status">{t('none_paired')}</p> : null}
      <div class="actions">
        <a class={`button ${accounts.length === 0 ? 'main' : 'plain'}`} href={hrefOf(place, 'welcome')}>
          {t(accounts.length === 0 ? 'pair_phone' : 'pair_another')}
        </a>
      </div>
    </div>
  )
}

/** The name of the account that was last logged out of while this was looked at; its card took the focus with it. */
function useLeft(accounts: readonly AccountView[], refocus: () => void): string | null {
  const before = useRef(accounts)
  const left = useSignal<string | null>(null)
  useEffect(() => {
    const gone = before.current.find(({ user }) => !accounts.some((account) => account.user === user))
    before.current = accounts
    if (!gone) return
    left.value = calledOf(gone)
    refocus()
  }, [accounts])
  return left.value
}
