import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { changeShortcuts, type Shortcut, shortcuts } from '../../edges/shortcuts'
import { t, type Word } from '../../edges/words'

/** What this panel's own keys do; an approval's arrows turn with the direction of the page. */
const OWN = [
  { keys: ['Esc'], does: 'keys_deny' },
  { keys: ['→'], does: 'keys_next' },
  { keys: ['←'], does: 'keys_previous' },
  { keys: ['Ctrl', 'Z'], does: 'undo' },
] as const satisfies readonly { keys: readonly string[]; does: Word }[]

/** All keys, those of the browser as they are set just now. */
export function Keyboard() {
  const known = useSignal<Shortcut[]>([])
  const isRefused = useSignal(false)
  useEffect(() => {
    void shortcuts().then((all) => {
      known.value = all
    })
  }, [])
  const change = async () => {
    isRefused.value = !(await changeShortcuts())
  }
  return (
    <>
      {known.value.length > 0 ? (
        <>
          <h3>{t('keys_everywhere')}</h3>
          <dl class="keys">
            {known.value.map(({ command, description, keys }) => (
              <Row key={command} does={description || t('keys_open')} keys={keys.split('+').filter(Boolean)} />
            ))}
          </dl>
          <div class="actions">
            <button type="button" class="button plain" onClick={() => void change()}>
              {t('keys_change')}
            </button>
          </div>
          <p class="note" role="status">
            {isRefused.value ? t('keys_change_where') : ''}
          </p>
        </>
      ) : null}
      <h3>{t('keys_inside')}</h3>
      <dl class="keys">
        {OWN.map(({ keys, does }) => (
          <Row key={does} does={t(does)} keys={keys} />
        ))}
      </dl>
    </>
  )
}

const Row = ({ does, keys }: { does: string; keys: readonly string[] }) => (
  <div>
    <dt>{does}</dt>
    <dd dir="ltr">
      {keys.length === 0 ? <span class="note">{t('keys_none')}</span> : keys.map((key) => <kbd key={key}>{key}</kbd>)}
    </dd>
  </div>
)
