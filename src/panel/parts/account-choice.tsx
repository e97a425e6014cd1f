import { t } from '../../edges/words'
import type { AccountView, ApprovalView, RemoteCommands } from '../../wire/panel'
import { labelOf } from '../names'
import { Face, Who } from './face'
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
  const { error, choose } = useRun()
  const { account, origin, npub, canSwitch } = approval
  const current = accounts.find(({ user }) => user === account)
  if (!canSwitch || accounts.length < 2 || !current)
    return (
      <p class="as note">
        {t('as_account')} {current ? <Who account={current} /> : <ShortKey value={npub} />}
      </p>
    )
  return (
    <>
      <label class="as note">
        {t('as_account')}
        <Face account={current} />
        <select
          value={account}
          onChange={(event) => {
            const chosen = event.currentTarget.value
            void choose(() => commands.setSiteAccount(origin, chosen))
          }}
        >
          {accounts.map((one) => (
            <option key={one.user} value={one.user}>
              {labelOf(one)}
            </option>
          ))}
        </select>
      </label>
      <Trouble failure={error} />
    </>
  )
}
