import { t, type Word } from '../../edges/words'
import type { AccountView } from '../../wire/panel'

const ASKED = [
  ['ping', 'learned_ping'],
  ['switch_relays', 'learned_switch'],
  ['logout', 'learned_logout'],
] as const satisfies readonly (readonly [keyof AccountView['learned'], Word])[]

const SAID = {
  answers: 'learned_answers',
  unsupported: 'learned_unsupported',
  silent: 'learned_silent',
} as const satisfies Record<'answers' | 'unsupported' | 'silent', Word>

/** What a signer was seen to do: NIP-46 leaves much of it open. */
export function Learned({ account: { cipher, learned } }: { account: AccountView }) {
  return (
    <dl class="rows facts">
      <div class="relay">
        <dt>{t('learned_cipher')}</dt>
        <dd>{cipher === 'nip44' ? 'NIP-44' : t('learned_cipher_old')}</dd>
      </div>
      {ASKED.map(([method, word]) => {
        const seen = learned[method]
        return (
          <div key={method} class="relay">
            <dt>{t(word)}</dt>
            <dd>{t(seen ? SAID[seen] : 'learned_unasked')}</dd>
          </div>
        )
      })}
    </dl>
  )
}
