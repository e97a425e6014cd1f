import { t } from '../../edges/words'
import type { AccountView } from '../../wire/panel'
import { useNow } from '../clock'
import { defaultSentence, isCutOff, lineState } from '../line-state'
import { isQuiet } from '../signer'
import type { ViewProps } from '../view'
import { Copy } from './copy'
import { Who } from './face'
import { NpubCode } from './npub-code'
import { PairAgain } from './pair-again'
import { Hint } from './pending'
import { Switcher } from './switcher'

interface SignerCardProps extends ViewProps {
  signer: AccountView
  /** The site for which it signs; null: wherever nothing was chosen. */
  origin: string | null
}

/** Who signs here, how the line to its phone is, and the way to another account. */
export function SignerCard({ signer, origin, snapshot, commands, place }: SignerCardProps) {
  const now = useNow()
  const pending = snapshot.pending.filter((call) => call.account === signer.user)
  const { light, sentence } = lineState(signer, pending, now)
  const quiet = isCutOff(signer) ? undefined : pending.find((call) => isQuiet(call, now))
  const standard = defaultSentence(snapshot.accounts, signer, snapshot.account)
  return (
    <section class="card signer-card" aria-label={t('account')}>
      <div class="split">
        <Who account={signer} />
        <Copy text={signer.npub} label={t('copy_npub')} />
      </div>
      <p role="status" class={`light ${light}`}>
        {sentence}
      </p>
      {signer.endedAt === null ? null : (
        <div class="actions">
          <PairAgain commands={commands} />
        </div>
      )}
      {quiet ? <Hint call={quiet} signer={signer.signer} /> : null}
      {standard ? <p class="note">{standard}</p> : null}
      <div class="folds">
        <Switcher {...{ snapshot, commands, place, origin }} />
        <NpubCode npub={signer.npub} />
      </div>
    </section>
  )
}
