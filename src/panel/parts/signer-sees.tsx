import { t, tn } from '../../edges/words'
import { npubOf } from '../../protocol/entity'
import type { AskedView } from '../../wire/panel'
import { plainJson } from '../format'
import { Disclosure } from './disclosure'
import { HexGroups, ShortKey } from './key'
import { Quoted } from './quoted'

/** What goes to the signer when this is allowed, word for word. */
export function SignerSees({ asked }: { asked: AskedView }) {
  // answered here, without the signer
  if (asked.method === 'get_public_key') return null
  return (
    <Disclosure title={t('signer_sees')}>
      {() => (
        <div class="stack">
          <code>{asked.method}</code>
          <Params asked={asked} />
        </div>
      )}
    </Disclosure>
  )
}

function Params({ asked }: { asked: Exclude<AskedView, { method: 'get_public_key' }> }) {
  if (asked.method === 'sign_event') return <Quoted label={t('signer_sees')}>{plainJson(asked.template)}</Quoted>
  if (asked.method === 'sign_psbt') return <Quoted label={t('signer_sees')}>{asked.psbt}</Quoted>
  if (asked.method === 'sign_schnorr') return <HexGroups hex={asked.hash} />
  return (
    <>
      <p>
        <ShortKey value={npubOf(asked.peer)} />
      </p>
      <HexGroups hex={asked.peer} />
      {'plaintext' in asked ? (
        <Quoted label={t('content')}>{asked.plaintext}</Quoted>
      ) : (
        <p class="note">{tn('content_cipher', asked.chars)}</p>
      )}
    </>
  )
}
