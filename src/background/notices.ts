import { newId } from '../edges/random'
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
