import { Fragment } from 'preact'
import { t } from '../../edges/words'
import type { Alarm } from '../alarms'

/** Hosts of one text that are named: a page may write thousands. */
const FEW = 5

/** What is wrong with a text stands above it, where nothing folds it away, whichever page of the question is open. */
export function Alarms({ alarms, of }: { alarms: readonly Alarm[]; of: number }) {
  return (
    <>
      {alarms.map(({ at, isSecret, hosts }) => {
        const where = of > 1 ? <p class="note">{t('pager_at', String(at), String(of))}</p> : null
        return (
          <Fragment key={at}>
            {isSecret ? (
              <div class="trouble" role="alert">
                {where}
                <p>{t('content_secret')}</p>
              </div>
            ) : null}
            {hosts.length > 0 ? (
              <div class="callout warn">
                {where}
                <p>{t('link_false')}</p>
                {hosts.slice(0, FEW).map((host) => (
                  <bdi key={host} dir="ltr">
                    <strong>{host}</strong>
                  </bdi>
                ))}
                {hosts.length > FEW ? <p>…</p> : null}
              </div>
            ) : null}
          </Fragment>
        )
      })}
    </>
  )
}
