import { newId } from '../edges/random'
import type { Outcome } from '../protocol/error'
import type { SignedEvent } from '../protocol/event'
import type { Hex } from '../protocol/hex'
import type { NoticeView } from '../wire/panel'
import type { State } from './state'

/** Notices kept at most; the oldest give way. */
const MOST = 20

/** Tell the person something; the same thing is not said twice. */
export const notice =
  (code: NoticeView['code'], at: number, more: Pick<NoticeView, 'account' | 'asked' | 'came' | 'detail'> = {}) =>
  (state: State): State =>
    !more.asked && state.notices.some((old) => isAlike(old, { code, ...more }))
      ? state
      : { ...state, notices: [...state.notices, { id: newId(), code, at, ...more }].slice(-MOST) }

type About = Pick<NoticeView, 'code' | 'account' | 'detail'>

const isAlike = (one: About, other: About): boolean =>
  one.code === other.code && one.account === other.account && one.detail === other.detail

/** Nothing that was told of an account is left once it is gone; its name in what another one signed is no matter of it. */
export const noticesWithout = (notices: readonly NoticeView[], user: Hex): NoticeView[] =>
  notices.filter(({ account, detail }) => account !== user && detail !== `session:${user}`)

/** Paired again, its account is no longer signed out. */
export const noticesOnceSignedIn = (notices: readonly NoticeView[], user: Hex): NoticeView[] =>
  notices.filter(({ code, account }) => code !== 'signed-out' || account !== user)

/** What the person should know of how a request ended: an answer to something else, or a signer that has dropped us. */
export function noticeOfEnd(requestId: string, outcome: Outcome, came: SignedEvent | undefined, at: number) {
  return (state: State): State => {
    const waiting = Object.values(state.calls).find(({ stage }) => stage.at === 'signer' && stage.request === requestId)
    if (outcome.ok || !waiting) return state
    const { call, account } = waiting
    const { code, detail } = outcome.error
    if (code === 'session-ended') return notice('signed-out', at, { account })(state)
    if (code !== 'bad-answer' || call.method !== 'signEvent') return state
    const pair = { asked: call.template, came: came ?? null }
    return notice('signed-differently', at, { account, ...pair, ...(detail && { detail }) })(state)
  }
}
