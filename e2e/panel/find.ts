import { fail, succeed } from '../../src/protocol/error'
import { pairing, relays, snapshot } from './snapshots'
import type { Story } from './stories'

const LONG = 'a-signer-with-quite-a-long-name.of-a-department.bunker.example'

const service = (domain: string, url: string | null) =>
  snapshot({ pairing: pairing({ service: { domain, url }, lights: relays('open') }) })

const typed = (fault?: Story['fails']): Story => ({
  // a bunker has its field open
  snapshot: snapshot({ pairing: pairing({ signer: 'bunker', lights: relays('open') }) }),
  type: { 'Paste the token that your signer shows, or type its address, such as nsec.app': 'bunker.example' },
  ...(fault && { fails: fault, press: ['Pair'] }),
})

const waiting = snapshot({ pairing: pairing({ lights: relays('open') }) })

/** Finding signers: by address, by announcement, by a link on a page. */
export const findStories: Record<string, Story> = {
  'find-service': { snapshot: service('nsec.app', 'https://use.nsec.app/nostrconnect://aa') },
  'find-service-scan': { snapshot: service(LONG, null) },
  'find-unreached': typed({ pairByToken: fail('domain-unreached') }),
  'find-nonsense': typed({ pairByToken: fail('domain-nonsense', 'https://evil.example/<nostrconnect>') }),
  'find-asking': { ...typed(), press: ['Pair'], silent: ['pairByToken'] },
  'find-announced': {
    snapshot: waiting,
    press: ['Find more signers'],
    answers: {
      findSigners: succeed([
        { domain: LONG, name: 'מחתים של המחלקה' },
        { domain: 'bunker.example', name: 'Bunker' },
        { domain: 'xn--mnchen-3ya.example', name: null },
      ]),
    },
  },
  'find-none': { snapshot: waiting, press: ['Find more signers'], answers: { findSigners: succeed([]) } },
  'find-offer': {
    snapshot: waiting,
    view: 'welcome',
    answers: {
      readOffer: succeed({
        token: `bunker://${'3b'.repeat(32)}?relay=wss://relay.example.com&relay=wss://nos.lol&secret=4f1c9a`,
        origin: 'https://notes.example.com',
      }),
    },
  },
}
