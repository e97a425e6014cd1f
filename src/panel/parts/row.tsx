import { t } from '../../edges/words'
import type { RowView } from '../../wire/panel'
import { rowTitle } from '../phrases'
import type { ViewProps } from '../view'
import { Act } from './act'
import { Origin } from './site'

/** Long rows of equal calls at their signer, with a bar and a Stop each. */
export function Rows({ snapshot, commands }: Pick<ViewProps, 'snapshot' | 'commands'>) {
  return (
    <>
      {snapshot.rows.map((row) => (
        <Row key={`${row.account} ${row.origin} ${row.permission}`} row={row} commands={commands} />
      ))}
    </>
  )
}

function Row({ row, commands }: { row: RowView } & Pick<ViewProps, 'commands'>) {
  const { account, origin, permission, done, of } = row
  const title = rowTitle(row)
  return (
    <article class="card row" aria-label={title}>
      <div class="split">
        <p>
          <strong>{title}</strong>
        </p>
        <Act label={t('stop_row', title)} run={() => commands.stopRow(account, origin, permission)}>
          {t('stop')}
        </Act>
      </div>
      <p class="note">
        {t('row_for')} <Origin origin={origin} />
      </p>
      <progress value={done} max={of} aria-label={title} />
    </article>
  )
}
