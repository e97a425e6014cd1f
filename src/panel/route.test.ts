import { describe, expect, it } from 'vitest'
import { approval, paired, pairing, snapshot } from '../../e2e/panel/snapshots'
import { hrefOf, type Place, parseRoute, type Route, VIEWS, type View, viewOf } from './route'

describe('parseRoute', () => {
  it.each<[string, Route]>([
    ['', { place: 'popup', view: null }],
    ['#', { place: 'popup', view: null }],
    ['#approval', { place: 'approval', view: null }],
    ['#full', { place: 'full', view: null }],
    ['#welcome', { place: 'full', view: null }],
    ['#full/sites', { place: 'full', view: 'sites' }],
    ['#popup/settings', { place: 'popup', view: 'settings' }],
    ['#popup/constructor', { place: 'popup', view: null }],
    ['#full/activity', { place: 'full', view: 'activity' }],
    [
      '#full/activity/https%3A%2F%2Fa.example%3A81',
      { place: 'full', view: 'activity', ofSite: 'https://a.example:81' },
    ],
    ['#full/activity/%E0%A4%A', { place: 'full', view: 'activity', ofSite: '%E0%A4%A' }],
    ['#full/sites/x', { place: 'full', view: 'sites' }],
    ['#nowhere/sites', { place: 'popup', view: 'sites' }],
  ])('reads %j', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route)
  })

  it('reads back every link we make', () => {
    for (const place of ['popup', 'approval', 'full'] as const)
      for (const view of VIEWS) expect(parseRoute(hrefOf(place, view))).toEqual({ place, view })
    const ofSite = 'https://a.example:81'
    expect(parseRoute(hrefOf('popup', 'activity', ofSite))).toEqual({ place: 'popup', view: 'activity', ofSite })
  })
})

describe('viewOf', () => {
  const asked = { approvals: [approval()] }
  const underWay = { pairing: pairing() }
  const shut = { ...paired().lock, state: 'locked' } as const
  it.each<[string, Place, View | null, Parameters<typeof viewOf>[1], View]>([
    ['an unpaired person is welcomed', 'popup', null, snapshot(), 'welcome'],
    ['a paired one comes home', 'popup', null, paired(), 'home'],
    ['a pairing under way is shown again', 'popup', null, paired(underWay), 'welcome'],
    ['an open question comes first in the popup', 'popup', null, paired({ ...asked, ...underWay }), 'approval'],
    ['but does not take over a tab', 'full', null, paired(asked), 'home'],
    ['the approval window shows nothing else', 'approval', 'sites', paired(), 'approval'],
    ['what was chosen is shown', 'popup', 'sites', paired(asked), 'sites'],
    ['rules are kept and seen when nobody is paired', 'popup', 'sites', snapshot(), 'sites'],
    ['there is no home without an account', 'popup', 'home', snapshot(), 'welcome'],
    ['after log-out the account view says so', 'popup', 'account', snapshot(), 'account'],
    [
      'while it is locked nothing else is seen, in the popup',
      'popup',
      'sites',
      paired({ ...asked, lock: shut }),
      'lock',
    ],
    ['nor in the approval window', 'approval', null, paired({ lock: shut }), 'lock'],
    ['when the question is gone, so is its view', 'popup', 'approval', paired(), 'home'],
  ])('%s', (_, place, view, state, shown) => {
    expect(viewOf({ place, view }, state)).toBe(shown)
  })
})
