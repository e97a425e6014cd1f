import { t } from '../../edges/words'
import type { ApprovalView } from '../../wire/panel'
import { readLink } from '../content'
import { hostName } from '../host'
import { loginOf } from '../phrases'
import { LinkText } from './content'

/** Where a log-in leads (NIP-98, NIP-42), large: whoever answers there will take the site for the user. */
export function Target({ approval }: { approval: ApprovalView }) {
  const login = loginOf(approval)
  if (!login) return null
  const link = readLink(login.address)
  const isSame = hostName(login.address) === hostName(approval.origin)
  const where = login.at === 'address' && link ? (isSame ? 'same' : 'elsewhere') : ''
  return (
    <div class={`target ${where}`}>
      <p>
        {login.method ? <code class="method">{login.method}</code> : null}{' '}
        {link ? <LinkText {...link} /> : <bdi dir="auto">{login.address || t('target_none')}</bdi>}
      </p>
      {where === 'same' ? <p class="note">{t('target_same')}</p> : null}
      {where === 'elsewhere' ? <p>{t('target_elsewhere')}</p> : null}
    </div>
  )
}
