import fc from 'fast-check'
import { naddrEncode, neventEncode, noteEncode, nprofileEncode, npubEncode, nsecEncode } from 'nostr-tools/nip19'
import { expect, it } from 'vitest'
import { type Entity, npubOf, readEntity } from './entity'

const USER = '3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d'
const NPUB = 'npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6'
const ID = 'd7dd5eb3ab747e16f8d0212d53032ea2a7cadef53837e5a6c66d42849fcb9027'
const relays = ['wss://relay.example.com']

it('writes a public key as npub', () => {
  expect(npubOf(USER)).toBe(NPUB)
})

it.each<[string, Entity | null]>([
  [NPUB, { type: 'profile', npub: NPUB }],
  [`nostr:${NPUB}`, { type: 'profile', npub: NPUB }],
  [`@${NPUB}`, { type: 'profile', npub: NPUB }],
  [NPUB.toUpperCase(), { type: 'profile', npub: NPUB }],
  [nprofileEncode({ pubkey: USER, relays }), { type: 'profile', npub: NPUB }],
  [noteEncode(ID), { type: 'event', id: ID }],
  [neventEncode({ id: ID, relays, author: USER, kind: 1 }), { type: 'event', id: ID }],
  [
    naddrEncode({ kind: 30_023, pubkey: USER, identifier: 'on-knots', relays }),
    { type: 'address', kind: 30_023, author: NPUB, name: 'on-knots' },
  ],
  [nsecEncode(new Uint8Array(32).fill(7)), { type: 'secret' }],
  [`${NPUB.slice(0, -1)}q`, null],
  ['npub1', null],
  ['relay', null],
  ['', null],
])('reads %s', (text, entity) => {
  expect(readEntity(text)).toEqual(entity)
})

it('never throws, and reads every key back', () => {
  fc.assert(fc.property(fc.string(), (text) => void readEntity(text)))
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
      const npub = npubEncode(Buffer.from(bytes).toString('hex'))
      expect(readEntity(npub)).toEqual({ type: 'profile', npub })
    }),
  )
})
