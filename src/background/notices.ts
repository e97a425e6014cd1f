import { newId } from '../edges/random'
import type { Outcome } from '../protocol/error'
import type { SignedEvent } from '../protocol/event'
import type { NoticeView } from '../wire/panel'
import type { State } from './state'

/** Notices kept at most; the oldest give way. */
const MOST = 20

/** Tell the person something; the same thing is not said twice. */
export const notice =
  (code: NoticeView['code'], at: number, more: Pick<NoticeView, 'asked' | 'came' | 'detail'> = {}) =>
  (state: State): State =>
    state.notices.some((old) => old.code === code && old.detail === more.detail && !more.asked)
      ? state
      : { ...state, notices: [...state.notices, { id: newId(), code, at, ...more }].slice(-MOST) }

/** What the person should know of how a request ended: an answer to something else, or a signer that has dropped us. */
export function noticeOfEnd(requestId: string, outcome: Outcome, came: SignedEvent | undefined, at: number) {
  return (state: State): State => {
    const waiting = Object.values(state.calls).find(({ stage }) => stage.at === 'signer' && stage.request === requestId)
    const call = waiting?.call
    if (outcome.ok || !call) return state
    const { code, detail } = outcome.error
    if (code === 'session-ended') return notice('signed-out', at)(state)
    if (code !== 'bad-answer' || call.method !== 'signEvent') return state
    return notice('signed-differently', at, { asked: call.template, came: came ?? null, ...(detail && { detail }) })(
      state,
    )
  }
}
