import type { Manner } from './manner'

const error = (text: string) => () => ({ error: text })
const silence = () => null

/** The known signers as SIGNERS.md tells of them, each reduced to what differs from a well-mannered one. */
export const MANNERS = {
  Amber: { replies: { switch_relays: () => ({ result: JSON.stringify(['wss://relay.amber.example']) }) } },
  'nsec.app': {
    ...{ isOneKey: true, writes: 'nip44', refuses: 'result-error', dedupes: 'request' },
    ...{ authUrl: 'https://use.nsec.app/auth?id=1' },
    replies: { switch_relays: silence, logout: silence, ping: silence },
  },
  nsecbunkerd: {
    ...{ isOneKey: true, reads: 'nip04', writes: 'nip04', authUrl: 'https://bunker.example/confirm' },
    ...{ isAuthByAdmin: true, replies: { switch_relays: silence, logout: silence } },
  },
  'nak bunker': { isOneKey: true, replies: { switch_relays: silence, logout: silence, ping: silence } },
  bunker46: {
    ...{ isOneKey: true, writes: 'nip44', connects: 'secret' },
    replies: { switch_relays: () => ({ result: 'null' }), logout: silence, ping: silence },
  },
  Primal: {
    ...{ reads: 'nip44', writes: 'nip44', greets: 'array', errorId: 'event' },
    replies: { switch_relays: () => ({ result: null }), ping: error('unknown method') },
  },
  Aegis: {
    ...{ writes: 'nip44', greetId: 'secret', success: 'empty-error' },
    replies: {
      switch_relays: () => ({ result: 'no switch_relays method' }),
      logout: () => ({ result: 'no logout method' }),
    },
  },
  keycast: {
    replies: {
      switch_relays: error('unsupported method'),
      logout: error('unsupported method'),
      ping: error('unknown'),
    },
  },
  Igloo: {
    ...{ writes: 'nip44', greetId: 'secret', dedupes: 'request' },
    replies: { switch_relays: silence, logout: silence, ping: silence },
  },
  'NDK backend': {
    ...{ isOneKey: true, refuses: 'result-error' },
    replies: {
      switch_relays: () => ({ result: JSON.stringify(['wss://one.example', 'wss://two.example']) }),
      logout: silence,
    },
  },
  applesauce: {
    ...{ connects: 'secret' },
    replies: { switch_relays: () => ({ result: ['wss://one.example', 'wss://two.example'] }) },
  },
  Clave: { connects: 'secret', replies: { switch_relays: () => ({ result: 'null' }) } },
} satisfies Record<string, Partial<Manner>>
