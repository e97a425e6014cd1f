import fc from 'fast-check'
import { finalizeEvent, generateSecretKey, getPublicKey } from 'nostr-tools/pure'
import { describe, expect, it } from 'vitest'
import { checkSigned, type EventTemplate, parseEvent, parseTemplate, type SignedEvent } from './event'

const NOW = 1_800_000_000
const KEY = 'ab'.repeat(32)
const secretKey = generateSecretKey()
const user = getPublicKey(secretKey)
const template: EventTemplate = { kind: 1, created_at: NOW, tags: [['t', 'lanyard'], ['e']], content: 'hello' }

/** Signed by `user`; a plain copy, for nostr-tools marks its own objects as verified. */
function sign(asked: EventTemplate, key = secretKey): SignedEvent {
  const { id, pubkey, kind, created_at, tags, content, sig } = finalizeEvent(structuredClone(asked), key)
  return { id, pubkey, kind, created_at, tags, content, sig }
}

describe('parseTemplate', () => {
  it.each<[string, unknown, EventTemplate]>([
    ['keeps a complete template', template, template],
    ['fills in created_at', { kind: 1, tags: [], content: 'x' }, { kind: 1, created_at: NOW, tags: [], content: 'x' }],
    ['fills in tags', { kind: 1, created_at: 5, content: 'x' }, { kind: 1, created_at: 5, tags: [], content: 'x' }],
    ['fills in content', { kind: 1, created_at: 5, tags: [] }, { kind: 1, created_at: 5, tags: [], content: '' }],
    ['needs no more than a kind', { kind: 65_535 }, { kind: 65_535, created_at: NOW, tags: [], content: '' }],
    ['drops a stale id and sig', { ...template, id: KEY, sig: 'x' }, template],
    ['drops unknown fields', { ...template, extra: { deep: [1] }, toJSON: 1 }, template],
    ['takes empty tags and items', { ...template, tags: [[], ['']] }, { ...template, tags: [[], ['']] }],
  ])('%s', (_, raw, expected) => {
    expect(parseTemplate(raw, NOW)).toEqual({ ok: true, value: { template: expected, pubkey: null } })
  })

  it.each<[string, unknown]>([
    ['event', null],
    ['event', undefined],
    ['event', 'a text'],
    ['event', 1],
    ['event', []],
    ['event', [template]],
    ['kind', {}],
    ['kind', { ...template, kind: '1' }],
    ['kind', { ...template, kind: -1 }],
    ['kind', { ...template, kind: 1.5 }],
    ['kind', { ...template, kind: 65_536 }],
    ['kind', { ...template, kind: null }],
    ['created_at', { ...template, created_at: '1' }],
    ['created_at', { ...template, created_at: -1 }],
    ['created_at', { ...template, created_at: 1.5 }],
    ['created_at', { ...template, created_at: 2 ** 40 }],
    ['created_at', { ...template, created_at: null }],
    ['tags', { ...template, tags: {} }],
    ['tags', { ...template, tags: ['t'] }],
    ['tags', { ...template, tags: [['t', 1]] }],
    ['tags', { ...template, tags: [['t', null]] }],
    ['tags', { ...template, tags: [{ length: 0 }] }],
    ['tags', { ...template, tags: null }],
    ['content', { ...template, content: 1 }],
    ['content', { ...template, content: null }],
    ['pubkey', { ...template, pubkey: 'npub1' }],
    ['pubkey', { ...template, pubkey: KEY.toUpperCase() }],
    ['pubkey', { ...template, pubkey: 7 }],
  ])('names the field that is wrong: %s in %j', (field, raw) => {
    expect(parseTemplate(raw, NOW)).toEqual({ ok: false, error: { code: 'invalid-call', detail: field } })
  })

  it.each([
    [KEY, KEY],
    ['', null],
    [null, null],
    [undefined, null],
  ])('reads the wanted pubkey %j as %j', (pubkey, expected) => {
    expect(parseTemplate({ ...template, pubkey }, NOW)).toMatchObject({ ok: true, value: { pubkey: expected } })
  })

  it.each([
    '{"__proto__":{"kind":1}}',
    '{"constructor":{"prototype":{"kind":1}}}',
    '{"__proto__":{"kind":1},"content":"x"}',
  ])('does not find fields on a prototype the page wrote: %s', (text) => {
    expect(parseTemplate(JSON.parse(text), NOW)).toMatchObject({ ok: false, error: { detail: 'kind' } })
  })

  it('lets nothing pass but the known fields, whatever comes', () => {
    const loose = fc.record(
      {
        kind: fc.oneof(fc.nat(70_000), fc.anything()),
        created_at: fc.oneof(fc.nat(), fc.anything()),
        tags: fc.oneof(fc.array(fc.array(fc.string())), fc.anything()),
        content: fc.oneof(fc.string(), fc.anything()),
        pubkey: fc.oneof(fc.constant(KEY), fc.anything()),
        id: fc.anything(),
        other: fc.anything(),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.jsonValue(), loose), (raw) => {
        const parsed = parseTemplate(raw, NOW)
        if (!parsed.ok) {
          expect(parsed.error.code).toBe('invalid-call')
          return
        }
        expect(Object.keys(parsed.value).sort()).toEqual(['pubkey', 'template'])
        expect(Object.keys(parsed.value.template).sort()).toEqual(['content', 'created_at', 'kind', 'tags'])
        // what passed once passes again unchanged
        expect(parseTemplate(parsed.value.template, 0)).toMatchObject({ value: { template: parsed.value.template } })
      }),
      { numRuns: 500 },
    )
  })
})

describe('parseEvent', () => {
  const event = sign(template)

  it('rebuilds an event from its known fields', () => {
    expect(parseEvent({ ...event, relays: ['x'], ots: 1 })).toEqual(event)
  })

  it.each(Object.keys(event))('is null where %s is missing', (field) => {
    const { [field as keyof SignedEvent]: _, ...rest } = event
    expect(parseEvent(rest)).toBeNull()
  })

  it.each<[string, unknown]>([
    ['id', event.id.toUpperCase()],
    ['id', event.id.slice(1)],
    ['pubkey', 'npub1'],
    ['kind', '1'],
    ['kind', 65_536],
    ['created_at', 1.5],
    ['created_at', -1],
    ['tags', [['t', 1]]],
    ['tags', 'none'],
    ['content', null],
    ['sig', event.sig.slice(2)],
    ['sig', `${event.sig}\n`],
  ])('is null where %s is %j', (field, value) => {
    expect(parseEvent({ ...event, [field]: value })).toBeNull()
  })

  it('never throws and never passes what is not an event', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.jsonValue()), (raw) => {
        expect(parseEvent(raw)).toBeNull()
      }),
      { numRuns: 500 },
    )
  })
})

describe('checkSigned', () => {
  it('passes the event that was asked for', () => {
    const event = sign(template)
    expect(checkSigned(template, event, user)).toEqual({ ok: true, value: event })
  })

  // each one is signed correctly: only the comparison with the template can tell
  it.each<[string, Partial<EventTemplate>]>([
    ['kind', { kind: 2 }],
    ['content', { content: 'hello ' }],
    ['content', { content: '' }],
    ['created_at', { created_at: NOW + 1 }],
    ['tags', { tags: [] }],
    ['tags', { tags: [['t', 'lanyard']] }],
    ['tags', { tags: [['t'], ['e']] }],
    ['tags', { tags: [['t', 'lanyard'], []] }],
    ['tags', { tags: [['e'], ['t', 'lanyard']] }],
    ['tags', { tags: [['t', 'Lanyard'], ['e']] }],
    ['tags', { tags: [['t', 'lanyard', ''], ['e']] }],
    ['tags', { tags: [['t', 'lanyard'], ['e'], ['client', 'x']] }],
  ])('refuses another %s (%j), well signed', (field, change) => {
    expect(checkSigned(template, sign({ ...template, ...change }), user)).toEqual({
      ok: false,
      error: { code: 'bad-answer', detail: field },
    })
  })

  it('refuses an event well signed by somebody else', () => {
    expect(checkSigned(template, sign(template, generateSecretKey()), user)).toMatchObject({
      error: { code: 'bad-answer', detail: 'pubkey' },
    })
  })

  it.each<[string, Partial<SignedEvent>]>([
    ['id', { id: '0'.repeat(64) }],
    ['sig', { sig: '0'.repeat(128) }],
    ['sig of the same template signed by another key', { sig: sign(template, generateSecretKey()).sig }],
  ])('refuses a wrong %s', (_, change) => {
    expect(checkSigned(template, { ...sign(template), ...change }, user)).toMatchObject({
      error: { code: 'bad-answer', detail: 'id or sig' },
    })
  })

  it('is not fooled by a mark of being verified on the object', () => {
    const marked = finalizeEvent(structuredClone(template), secretKey)
    marked.sig = '0'.repeat(128)
    expect(checkSigned(template, marked, user).ok).toBe(false)
  })

  it('refuses any single changed field of any event', () => {
    const templates = fc.record({
      kind: fc.nat(65_535),
      created_at: fc.nat(2 ** 31),
      tags: fc.array(fc.array(fc.string(), { maxLength: 4 }), { maxLength: 4 }),
      content: fc.string(),
    })
    fc.assert(
      fc.property(templates, templates, (asked, other) => {
        const same = JSON.stringify(asked) === JSON.stringify(other)
        expect(checkSigned(asked, sign(asked), user).ok).toBe(true)
        expect(checkSigned(asked, sign(other), user).ok).toBe(same)
      }),
      { numRuns: 30 },
    )
  })
})
