import { t } from '../../edges/words'
import type { AccountView, ApprovalView, RemoteCommands } from '../../wire/panel'
import { shortKey } from '../format'
import { ShortKey } from './key'
import { useRun } from './run'
import { Trouble } from './trouble'

interface AccountChoiceProps {
  approval: ApprovalView
  accounts: readonly AccountView[]
  commands: RemoteCommands
}

/** As whom; where nothing speaks against it, another account may answer this site. */
export function AccountChoice({ approval, accounts, commands }: AccountChoiceProps) {
  const { error, start } = useRun()
  const { account, origin, npub } = approval
  if (!approval.canSwitch || accounts.length < 2)
    return (
      <p class="note">
        {t('as_account')} <ShortKey value={npub} />
      </p>
    )
  return (
    <>
      <label class="as note">
        {t('as_account')}
        <select
          value={account}
          onChange={(event) => {
            const chosen = event.currentTarget.value
            void start(() => commands.setSiteAccount(origin, chosen))
          }}
        >
          {accounts.map(({ user, npub }) => (
            <option key={user} value={user}>
              {shortKey(npub)}
            </option>
          ))}
        </select>
      </label>
      <Trouble failure={error} />
    </>
  )
}
