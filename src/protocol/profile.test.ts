import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keys, signAs } from '../testing/keys'
import { newer, profileEvent, readProfile } from './profile'

const NOW = 1_795_000_000
const [USER, STRANGER] = [keys(2), keys(4)]
const template = { kind: 0, created_at: NOW, tags: [], content: '{"name":"Ada"}' }
const event = signAs(USER.secret, template)
const later = signAs(USER.secret, { ...template, created_at: NOW + 1 })

describe('the content of a profile', () => {
  it.each<[string, unknown, ReturnType<typeof readProfile>]>([
    ['has a name', { name: 'Ada' }, { name: 'Ada', picture: null }],
    ['has a name to show before it', { name: 'ada', display_name: 'Ada L.' }, { name: 'Ada L.', picture: null }],
    ['falls back where that is blank', { name: 'ada', display_name: ' \u200b' }, { name: 'ada', picture: null }],
    ['has names that are no texts', { name: 7, display_name: ['x'] }, { name: null, picture: null }],
    ['is an array', ['Ada'], { name: null, picture: null }],
    ['is null', null, { name: null, picture: null }],
    ['has a picture', { picture: ' https://a.example/x.png#y ' }, { name: null, picture: 'https://a.example/x.png' }],
    ...[
      ...['http://a.example/x.png', 'data:image/png;base64,AAAA', 'javascript:alert(1)', 'x.png', ''],
      ...['https://user:pass@a.example/x', 'https://localhost/x', 'https://127.0.0.1/x', 'https://[::1]/x'],
      ...['https://192.168.1.1/reboot', 'https://2130706433/x', 'https://0x7f.1/x', 'https://router.local/x'],
      ...['https://router/x', 'https://8.8.8.8/x', `https://a.example/${'x'.repeat(2_000)}`],
    ].map((picture): [string, unknown, ReturnType<typeof readProfile>] => [
      `has a picture that is not fetched: ${picture.slice(0, 60)}`,
      { picture },
      { name: null, picture: null },
    ]),
  ])('%s', (_, fields, profile) => {
    expect(readProfile(JSON.stringify(fields))).toEqual(profile)
  })

  it('that is giant, or no JSON, says nothing', () => {
    expect(readProfile(JSON.stringify({ name: 'Ada', about: 'x'.repeat(70_000) })).name).toBe(null)
    expect(readProfile('{"name":').name).toBe(null)
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const { name, picture } = readProfile(text)
        expect(picture === null || picture.startsWith('https://')).toBe(true)
        expect((name ?? '').length).toBeLessThanOrEqual(60)
      }),
    )
  })
})

describe('what a relay hands over', () => {
  const other = signAs(STRANGER.secret, template)
  it.each<[string, unknown, boolean]>([
    ['is the profile', event, true],
    ['is of somebody else', other, false],
    ["is somebody else's under this name", { ...other, pubkey: USER.pubkey }, false],
    ['was changed', { ...event, content: '{"name":"Eve"}' }, false],
    ['has a forged signature', { ...event, sig: '0'.repeat(128) }, false],
    ['is of another kind', signAs(USER.secret, { ...template, kind: 1 }), false],
    ['is of next year', signAs(USER.secret, { ...template, created_at: NOW + 31_536_000 }), false],
    ['is nothing', null, false],
    ['lacks its tags', { ...event, tags: undefined }, false],
  ])('%s', (_, raw, isTaken) => {
    expect(profileEvent(raw, USER.pubkey, NOW) !== null).toBe(isTaken)
  })

  it('is the later version, of one second the lower id', () => {
    expect(newer(event, later)).toBe(later)
    expect(newer(later, event)).toBe(later)
    expect(newer(null, event)).toBe(event)
    const twin = signAs(USER.secret, { ...template, content: '{"name":"Bea"}' })
    const [low] = [event, twin].sort((a, b) => a.id.localeCompare(b.id))
    expect([newer(event, twin), newer(twin, event)]).toEqual([low, low])
  })
})
