/** Quirks of SIGNERS.md that no package shows, and the test that plays each with the scripted signer. */
export const QUIRKS: readonly { signer: string; quirk: string; file: string; test: string }[] = [
  {
    ...{ signer: 'Amber', quirk: '`switch_relays` is a list as JSON text' },
    ...{ file: 'src/signer/signers.test.ts', test: 'Amber is followed to the relays of its JSON string' },
  },
  {
    ...{ signer: 'Amber', quirk: 'no second reply to an event it has handled', file: 'src/signer/quirks.test.ts' },
    test: 'gives no second reply to an event it has handled: an answer that was lost comes with Ask again',
  },
  {
    ...{ signer: 'Amber', quirk: 'decodes the whole query before it splits it', file: 'src/protocol/token.test.ts' },
    test: 'reads the same for a signer that decodes everything before it splits (Amber)',
  },
  {
    ...{ signer: 'Amber', quirk: 'silent while notifications are off', file: 'src/signer/presence.test.ts' },
    test: 'silence of one that has answered before means that the phone is not listening',
  },
  {
    ...{ signer: 'Amber, Igloo', quirk: 'one drops the bare `sign_event`, the other needs it' },
    file: 'src/protocol/permission.test.ts',
    test: 'a pairing asks for both forms of sign_event, for Amber drops the bare one and Igloo needs it',
  },
  {
    ...{ signer: 'Amber', quirk: '`sign_psbt` signs inputs that are finalized too, and none that is signed' },
    file: 'src/protocol/signed-psbt.test.ts',
    test: '(%s) is nothing that a signer is asked about',
  },
  {
    ...{ signer: 'Amber', quirk: '“Unrecognized method: …” from 6.2.1 on, silence before' },
    ...{ file: 'src/signer/lacks.test.ts', test: '“Unrecognized method” (Amber) is learned' },
  },
  {
    ...{ signer: 'nsec.app', quirk: '`{result: "error", error}`' },
    ...{ file: 'src/signer/answer.test.ts', test: 'result "error" (nsec.app)' },
  },
  {
    ...{ signer: 'nsec.app', quirk: '`auth_url` as the very first frame', file: 'src/signer/pairing.test.ts' },
    test: 'shows an auth_url that comes as the very first frame, as a stranger’s, and pairs after it',
  },
  {
    ...{ signer: 'nsec.app', quirk: 'a spent token is silent', file: 'src/signer/signers.test.ts' },
    test: 'a spent token is told as spent where the signer says so, as silence where it does not',
  },
  {
    ...{ signer: 'nsecbunkerd', quirk: '`auth_url` signed by the admin’s key', file: 'src/signer/signers.test.ts' },
    test: 'nsecbunkerd’s auth_url is signed by its admin’s key: shown with a warning',
  },
  {
    ...{ signer: 'nsecbunkerd', quirk: 'speaks NIP-04 only', file: 'src/signer/signers.test.ts' },
    test: 'nsecbunkerd never gets a NIP-44 event after it has spoken',
  },
  {
    ...{ signer: 'nsecbunkerd', quirk: 'a NIP-44 request ends its process', file: 'src/signer/quirks.test.ts' },
    test: 'ends its process at a NIP-44 request: started again it pairs in NIP-04, and is not killed again',
  },
  {
    ...{ signer: 'nak bunker', quirk: '`result` left out on error' },
    ...{ file: 'src/signer/quirks.test.ts', test: 'leaves result out of an error: its words are the reason' },
  },
  {
    ...{ signer: 'bunker46', quirk: '“Unknown client”' },
    ...{
      file: 'src/signer/quirks.test.ts',
      test: 'no longer knows the client: the call ends as session-ended, at once',
    },
  },
  {
    ...{ signer: 'bunker46', quirk: 'numeric ids are ignored' },
    ...{ file: 'src/signer/signers.test.ts', test: 'ids and params of what we send are strings' },
  },
  {
    ...{ signer: 'bunker46, Clave', quirk: '`switch_relays` is `"null"`' },
    ...{
      file: 'src/signer/signers.test.ts',
      test: 'bunker46 stays where it is with "null", applesauce moves with a raw array',
    },
  },
  {
    ...{ signer: 'Primal', quirk: 'an error’s id is the event’s', file: 'src/signer/quirks.test.ts' },
    test: 'names the event in the id of an error: the call ends at once in its words',
  },
  {
    ...{ signer: 'Primal', quirk: 'refuses a second `connect`', file: 'src/signer/quirks.test.ts' },
    test: 'refuses a second connect: none is ever sent, not after a worker’s death either',
  },
  {
    ...{ signer: 'Primal', quirk: 'silent without an open session', file: 'src/signer/quirks.test.ts' },
    test: 'is silent without an open session: calls end as expired, and it is heard again once there is one',
  },
  {
    ...{ signer: 'Aegis', quirk: '`error: ""` on success', file: 'src/signer/quirks.test.ts' },
    test: 'writes error: "" beside every result: an empty decryption is one all the same',
  },
  {
    ...{ signer: 'Aegis', quirk: 'an unknown method is a *result*', file: 'src/signer/quirks.test.ts' },
    test: 'answers an unknown method with a result: it is no signature, no plaintext, and not a success',
  },
  {
    ...{ signer: 'Aegis', quirk: 'its relay is `ws://127.0.0.1`' },
    ...{ file: 'src/protocol/token.test.ts', test: 'a relay of this device (Aegis)' },
  },
  {
    ...{ signer: 'keycast', quirk: 'a failed `sign_event` is silent', file: 'src/signer/quirks.test.ts' },
    test: 'is silent about a sign_event that failed: that call ends as expired, the next one is answered',
  },
  {
    ...{ signer: 'Igloo', quirk: 'ids of 64 characters at most', file: 'src/signer/quirks.test.ts' },
    test: 'takes ids of 64 characters at most: no request has a longer one, asked again or not',
  },
  {
    ...{ signer: 'several', quirk: 'a late error after the result', file: 'src/signer/answer.test.ts' },
    test: 'late error 20 s after the result: is ignored',
  },
  {
    ...{ signer: 'several', quirk: 'one request answered twice, differently', file: 'src/signer/signers.test.ts' },
    test: 'one request answered twice with different results: the first wins',
  },
  {
    ...{ signer: 'several', quirk: 'a NIP-04 request answered in NIP-44' },
    ...{ file: 'src/signer/signers.test.ts', test: 'a NIP-04 request answered in NIP-44 is read' },
  },
  {
    ...{ signer: '2023 signers', quirk: 'the signed event as an object' },
    ...{ file: 'src/signer/answer.test.ts', test: 'may hold the event as an object' },
  },
  {
    ...{ signer: '2023 signers', quirk: 'the signature alone', file: 'src/signer/dialect.test.ts' },
    test: 'may answer with the signature alone, as the guide of its package has it',
  },
  {
    ...{
      signer: '2023 signers',
      quirk: 'another user than the key that was compared',
      file: 'src/signer/claim.test.ts',
    },
    test: 'fails where another user is named than the key that was compared',
  },
]
