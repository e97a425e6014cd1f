import { t } from '../../edges/words'
import type { PendingView, RemoteCommands } from '../../wire/panel'
import { useNow } from '../clock'
import { hour, stopwatch } from '../format'
import { askedTitle, stageSentence } from '../phrases'
import { Act } from './act'
import { EventId } from './asked'
import { Auth } from './auth'
import { Site } from './site'
import { Trouble } from './trouble'

function Waited({ since }: { since: number }) {
  const waited = stopwatch(useNow() - since)
  return (
    <span class="waited" role="timer" aria-label={t('waited', waited)}>
      {waited}
    </span>
  )
}

interface PendingProps {
  call: PendingView
  commands: RemoteCommands
}

/** A call at its signer: what, for whom, where it stands, how long already, and what can be done about it. */
export function Pending({ call, commands }: PendingProps) {
  const { callId, asked, auth, expiresAt } = call
  const title = askedTitle(asked)
  return (
    <article class="card">
      <header class="split">
        <h3>{title}</h3>
        <Waited since={call.since} />
      </header>
      <p>
        <Site {...call} />
      </p>
      <p role="status">{stageSentence(call)}</p>
      {asked.method === 'sign_event' ? <EventId id={asked.eventId} /> : null}
      {auth ? <Auth auth={auth} open={() => commands.openAuthUrl(callId)} /> : null}
      <Trouble failure={call.trouble} />
      {expiresAt === null ? null : <p class="note">{t('waits_until', hour(expiresAt))}</p>}
      <div class="actions">
        <Act run={() => commands.cancelCall(callId)} label={t('cancel_call', title)}>
          {t('cancel')}
        </Act>
        <Act run={() => commands.askAgain(callId)} label={t('ask_again_call', title)}>
          {t('ask_again')}
        </Act>
      </div>
    </article>
  )
}
