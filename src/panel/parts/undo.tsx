import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { t, tn } from '../../edges/words'
import type { RemoteCommands, UndoView } from '../../wire/panel'
import { holdFocus, useFocusKept } from './focus'
import { useRun } from './run'
import { Trouble } from './trouble'

interface UndoProps {
  undo: UndoView | null
  commands: RemoteCommands
}

const said = ({ what, count }: UndoView): string => {
  if (what === 'rule') return tn('undone_rule', count)
  return what === 'sites' ? tn('undone_sites', count) : tn('undone_log', count)
}

/** At the lower edge of every view: what was just taken away, and the way back. */
export function Undo({ undo, commands }: UndoProps) {
  const { busy, error, start } = useRun()
  const isBack = useSignal(false)
  const bringBack = async () => {
    if (!undo) return
    // the button goes away under it
    holdFocus()
    const outcome = await start(() => commands.undo(undo.id))
    isBack.value = outcome.ok
  }
  useUndoKey(bringBack, undo !== null)
  const newest = useRef<string | null>(null)
  newest.current = undo?.id ?? newest.current
  // what was forgotten took its buttons with it
  useFocusKept(newest.current)
  useEffect(() => {
    if (undo) isBack.value = false
  }, [undo?.id])
  return (
    <div class={undo ? 'undo shown' : 'undo'}>
      <p role="status">{undo ? said(undo) : <span class="unseen">{isBack.value ? t('undone_back') : ''}</span>}</p>
      {undo ? (
        <button
          type="button"
          class="button quiet"
          aria-busy={busy}
          aria-keyshortcuts="Control+Z Meta+Z"
          onClick={() => void bringBack()}
        >
          {t('undo')}
        </button>
      ) : null}
      {undo ? <Trouble failure={error} /> : null}
    </div>
  )
}

/** There the key undoes what was typed. */
const FIELDS = 'textarea, [contenteditable], input:not([type="checkbox"], [type="radio"], [type="file"])'

const isUndo = ({ key, ctrlKey, metaKey, shiftKey, altKey, target }: KeyboardEvent): boolean =>
  key.toLowerCase() === 'z' &&
  ctrlKey !== metaKey &&
  !shiftKey &&
  !altKey &&
  !(target instanceof Element && target.closest(FIELDS))

/** Ctrl+Z, or Cmd+Z. */
function useUndoKey(task: () => Promise<void>, isLive: boolean): void {
  const newest = useRef(task)
  newest.current = task
  useEffect(() => {
    if (!isLive) return
    const press = (event: KeyboardEvent) => {
      if (!isUndo(event)) return
      event.preventDefault()
      void newest.current()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [isLive])
}
