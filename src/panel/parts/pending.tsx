import { t } from '../../edges/words'
import type { SignerName } from '../../protocol/signers'
import type { PendingView, RemoteCommands } from '../../wire/panel'
import { useNow } from '../clock'
import { ago, hour } from '../format'
import { askedTitle } from '../phrases'
import { hintSentence, isQuiet, standing } from '../signer'
import { Act } from './act'
import { Auth } from './auth'
import { EventId } from './event'
import { Site } from './site'
import { Trouble } from './trouble'

/** In words: figures that count beside a deadline would be read as what is left of the time. */
function Asked({ at }: { at: number }) {
  return (
    <span class="asked" role="timer">
      {ago(at, useNow(), 'second')}
    </span>
  )
}

interface PendingProps {
  call: PendingView
  /** The signer that has it. */
  signer: SignerName | null
  /** Say what may help where it is silent: not where that is said of the whole line already. */
  hints: boolean
  commands: RemoteCommands
}

/** What may help, once a call has been with a quiet signer for long enough. */
export function Hint({ call, signer }: Pick<PendingProps, 'call' | 'signer'>) {
  return isQuiet(call, useNow()) ? <p class="note">{hintSentence(signer)}</p> : null
}

/** A call at its signer: what, for whom, where it stands, how long already, and what can be done about it. */
export function Pending({ call, signer, hints, commands }: PendingProps) {
  const { callId, asked, auth, expiresAt } = call
  const title = askedTitle(asked)
  return (
    <article class="card">
      <header class="split">
        <h3>{title}</h3>
        <Asked at={call.since} />
      </header>
      <p>
        <Site {...call} />
      </p>
      <p role="status">{standing(call, signer)}</p>
      {hints ? <Hint call={call} signer={signer} /> : null}
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
