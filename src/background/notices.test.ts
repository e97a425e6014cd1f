import { describe, expect, it } from 'vitest'
import type { NoticeView } from '../wire/panel'
import { notice, noticesOnceSignedIn, noticesWithout } from './notices'
import { emptyState } from './state'

const [ADA, BOB] = ['a'.repeat(64), 'b'.repeat(64)]

const told = (...notices: ReturnType<typeof notice>[]): NoticeView[] =>
  notices.reduce((state, tell) => tell(state), emptyState()).notices

const briefly = (notices: readonly NoticeView[]) => notices.map(({ code, account }) => [code, account])

describe('what the person is told', () => {
  it('is not told twice, but of each account', () => {
    const ended = (account: string) => notice('signed-out', 1, { account })
    expect(briefly(told(ended(ADA), ended(BOB), ended(ADA)))).toEqual([
      ['signed-out', ADA],
      ['signed-out', BOB],
    ])
  })

  it('of an account goes with it, and what another one signed stays, even where it names the first', () => {
    const asked = { kind: 1, created_at: 1, tags: [['p', ADA]], content: '' }
    const all = told(
      notice('signed-differently', 1, { account: BOB, asked, came: null }),
      notice('signed-differently', 2, { account: ADA, asked, came: null }),
      notice('record-set-aside', 3, { detail: `session:${ADA}` }),
      notice('record-set-aside', 4, { detail: 'rules' }),
      notice('storage-full', 5),
    )
    expect(noticesWithout(all, ADA).map(({ at }) => at)).toEqual([1, 4, 5])
  })

  it('that an account is signed out is no longer so once it is paired again', () => {
    const asked = { kind: 1, created_at: 1, tags: [], content: '' }
    const all = told(
      notice('signed-out', 1, { account: ADA }),
      notice('signed-out', 2, { account: BOB }),
      notice('signed-differently', 3, { account: ADA, asked, came: null }),
    )
    expect(noticesOnceSignedIn(all, ADA).map(({ at }) => at)).toEqual([2, 3])
  })
})
