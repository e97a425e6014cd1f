import { t } from '../../edges/words'
import { npubOf } from '../../protocol/entity'
import type { ApprovalView } from '../../wire/panel'
import { cautionAdvice, cautionSentence, isTold, type ToldCaution } from '../phrases'
import { ShortKey } from './key'

/** Why this is asked whatever the rules say; equal reasons once. */
export function Cautions({ approval: { calls, npub } }: { approval: ApprovalView }) {
  const cautions = new Map(
    calls.flatMap(({ asked, caution }) => {
      if (!caution || !isTold(caution)) return []
      const kind = asked.method === 'sign_event' ? asked.template.kind : null
      return [[cautionSentence(caution, kind), caution] as const]
    }),
  )
  return (
    <>
      {[...cautions].map(([sentence, caution]) => (
        <section key={sentence} class="callout warn caution" aria-label={t('caution')}>
          <p>
            <strong>{sentence}</strong>
          </p>
          {caution.why === 'other-key' ? <Keys caution={caution} npub={npub} /> : null}
          <p>{cautionAdvice(caution)}</p>
        </section>
      ))}
    </>
  )
}

function Keys({ caution, npub }: { caution: Extract<ToldCaution, { why: 'other-key' }>; npub: string }) {
  return (
    <dl>
      <dt>{t('caution_told')}</dt>
      <dd>
        <ShortKey value={npubOf(caution.told)} />
      </dd>
      <dt>{t('caution_would')}</dt>
      <dd>
        <ShortKey value={npub} />
      </dd>
    </dl>
  )
}
