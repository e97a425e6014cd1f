import { t } from '../../edges/words'
import type { Outcome } from '../../protocol/error'
import type { AuthView } from '../../wire/panel'
import { Act } from './act'

interface AuthProps {
  auth: AuthView
  /** Opens it for a call; a pairing has no call, so there it is a plain link. */
  open?: () => Promise<Outcome<void>>
}

const isHttps = (url: string): boolean => URL.canParse(url) && new URL(url).protocol === 'https:'

/** The signer wants its person to open a page: where it leads, and whether somebody else sent it. */
export function Auth({ auth, open }: AuthProps) {
  if (!isHttps(auth.url)) return null
  return (
    <div class={auth.foreign ? 'callout warn' : 'callout'}>
      <p>
        {t('auth_wants')}{' '}
        <bdi dir="ltr">
          <strong>{auth.domain}</strong>
        </bdi>
      </p>
      {auth.foreign ? <p>{t('auth_foreign')}</p> : null}
      <div class="actions">
        {open ? (
          <Act run={open}>{t('auth_open', auth.domain)}</Act>
        ) : (
          <a class="button plain" href={auth.url} target="_blank" rel="noreferrer noopener">
            {t('auth_open', auth.domain)}
          </a>
        )}
      </div>
    </div>
  )
}
