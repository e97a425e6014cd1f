import { t, type Word } from '../../edges/words'
import type { AccountView, NoticeView, RemoteCommands } from '../../wire/panel'
import { moment } from '../format'
import { Act } from './act'
import { EventText } from './event'
import { Who } from './face'
import { PairAgain } from './pair-again'

const WORDS: Record<NoticeView['code'], Word> = {
  'record-set-aside': 'notice_record_set_aside',
  'storage-full': 'notice_storage_full',
  'signed-differently': 'notice_signed_differently',
  'signed-out': 'line_ended',
  'presence-refused': 'notice_presence_refused',
}

interface NoticeProps {
  notice: NoticeView
  accounts: readonly AccountView[]
  commands: RemoteCommands
}

/** Something that the person should know; for a wrong answer, what was asked beside what came. */
export function Notice({ notice, accounts, commands }: NoticeProps) {
  const { id, code, asked, came, detail } = notice
  // of one there is no doubt
  const whose = accounts.length > 1 ? accounts.find(({ user }) => user === notice.account) : undefined
  return (
    <article class="callout warn">
      {whose ? <Who account={whose} /> : null}
      <p>{t(WORDS[code])}</p>
      {detail ? <q dir="auto">{detail}</q> : null}
      <p class="note">{moment(notice.at)}</p>
      {asked ? (
        <details>
          <summary>{t('notice_compare')}</summary>
          <h2>{t('notice_asked')}</h2>
          <EventText event={asked} />
          <h2>{t('notice_came')}</h2>
          {came ? <EventText event={came} /> : <p class="note">{t('notice_nothing')}</p>}
        </details>
      ) : null}
      <div class="actions">
        {code === 'signed-out' ? <PairAgain commands={commands} /> : null}
        <Act run={() => commands.dismissNotice(id)}>{t('dismiss')}</Act>
      </div>
    </article>
  )
}
