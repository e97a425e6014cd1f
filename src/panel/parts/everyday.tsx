import { language, t, type Word } from '../../edges/words'
import { EVERYDAY, type Reason } from '../../policy/everyday'
import { kindOf, type Permission } from '../../protocol/permission'
import { kindName } from '../kinds'
import { permissionTitle } from '../phrases'

const WORDS: Record<Reason, Word> = {
  who: 'everyday_who',
  speech: 'everyday_speech',
  draft: 'everyday_draft',
  message: 'everyday_message',
  cipher: 'everyday_cipher',
  profile: 'everyday_profile',
  list: 'everyday_list',
  deletion: 'everyday_deletion',
  settings: 'everyday_settings',
  login: 'everyday_login',
  reading: 'everyday_reading',
  money: 'everyday_money',
  blind: 'everyday_blind',
  unknown: 'everyday_unknown',
}

/** Why the Everyday table treats something as it does, in a sentence. */
const reasonSentence = (reason: Reason): string => t(WORDS[reason])

/** What the preset Everyday means: what goes on to the phone and what is asked here, with the reason of each. */
export function Everyday() {
  return (
    <div class="stack">
      <Side passes={true} title={t('everyday_passes')} />
      <Side passes={false} title={t('everyday_asks')} />
    </div>
  )
}

function Side({ passes, title }: { passes: boolean; title: string }) {
  const rows = EVERYDAY.filter((row) => row.passes === passes)
  const reasons = new Set(rows.map(({ reason }) => reason))
  return (
    <figure class="everyday">
      <figcaption>{title}</figcaption>
      <dl>
        {[...reasons].map((reason) => (
          <Because
            key={reason}
            what={together(rows.filter((row) => row.reason === reason).map(({ permission }) => permission))}
            reason={reason}
          />
        ))}
        {passes ? null : <Because what={t('everyday_else')} reason="unknown" />}
      </dl>
    </figure>
  )
}

const Because = ({ what, reason }: { what: string; reason: Reason }) => (
  <div>
    <dt>{what}</dt>
    <dd class="note">{reasonSentence(reason)}</dd>
  </div>
)

/** "short note, repost, reaction": several permissions may have one name. */
function together(permissions: Permission[]): string {
  const names = permissions.map((permission) => {
    const kind = kindOf(permission)
    return kind === null ? permissionTitle(permission) : kindName(kind)
  })
  return new Intl.ListFormat(language(), { type: 'unit' }).format(new Set(names))
}
