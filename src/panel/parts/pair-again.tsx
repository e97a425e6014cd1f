import { t } from '../../edges/words'
import type { RemoteCommands } from '../../wire/panel'
import { hrefOf, parseRoute } from '../route'
import { Act } from './act'

/** A new code at once, for a signer that has forgotten this browser; rules and settings stay. */
export function PairAgain({ commands }: { commands: RemoteCommands }) {
  const pair = async () => {
    const outcome = await commands.pairByQr()
    if (outcome.ok) location.hash = hrefOf(parseRoute(location.hash).place, 'welcome')
    return outcome
  }
  return (
    <Act run={pair} tone="main">
      {t('pair_again')}
    </Act>
  )
}
