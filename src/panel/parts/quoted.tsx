import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { t, tn } from '../../edges/words'

/**
 * A text from outside, as text: never read as HTML, its line breaks kept. A long one is cut, and says how much of it is
 * out of sight: a box that scrolls may end cleanly at a line, as if that were all.
 */
export function Quoted({ label, children }: { label: string; children: ComponentChildren }) {
  const box = useRef<HTMLElement>(null)
  const isOpen = useSignal(false)
  const hidden = useHiddenLines(box, !isOpen.value)
  const kind = isOpen.value ? 'quoted' : hidden > 0 ? 'quoted cut faded' : 'quoted cut'
  return (
    <div class="quotation">
      <figure class={kind} aria-label={label} dir="auto" ref={box}>
        {children}
      </figure>
      {hidden > 0 ? (
        <button
          type="button"
          class="button quiet unfold"
          aria-expanded={isOpen.value}
          onClick={() => {
            isOpen.value = !isOpen.value
          }}
        >
          {isOpen.value ? t('show_less') : tn('show_all', hidden)}
        </button>
      ) : null}
    </div>
  )
}

/** How many lines of a box that is cut are out of sight; of one that was unfolded, how many were. Known before it is painted. */
function useHiddenLines(box: { current: HTMLElement | null }, isCut: boolean): number {
  const lines = useSignal(0)
  useLayoutEffect(() => {
    const element = box.current
    if (!element || !isCut) return
    const measure = () => {
      const out = element.scrollHeight - element.clientHeight
      lines.value = Math.round(out / Number.parseFloat(getComputedStyle(element).lineHeight))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [isCut])
  return lines.value
}
