import { useSignal } from '@preact/signals'
import { t } from '../../edges/words'
import type { EventTemplate } from '../../protocol/event'
import { moment } from '../format'

/** Tags shown in the list; the rest stands in the raw JSON. */
const MOST_TAGS = 12

function Tags({ tags }: Pick<EventTemplate, 'tags'>) {
  if (tags.length === 0) return null
  return (
    <ul class="tags" aria-label={t('tags')}>
      {tags.slice(0, MOST_TAGS).map((tag, i) => (
        <li key={i}>
          <bdi>{tag[0]}</bdi> <bdi>{tag.slice(1).join(' · ')}</bdi>
        </li>
      ))}
      {tags.length > MOST_TAGS ? <li>{t('tags_more', String(tags.length - MOST_TAGS))}</li> : null}
    </ul>
  )
}

/** A text from outside, as text: never read as HTML, its line breaks kept, long ones in a box that scrolls. */
export function Quoted({ text, label }: { text: string; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <figure class="quoted" aria-label={label} tabIndex={0} dir="auto">
      {text}
    </figure>
  )
}

/** The raw JSON, written out only when opened: contents go up to 40 kB. */
export function RawJson({ value }: { value: unknown }) {
  const open = useSignal(false)
  return (
    <details
      onToggle={(event) => {
        open.value = event.currentTarget.open
      }}
    >
      <summary>{t('raw_json')}</summary>
      {open.value ? <Quoted text={JSON.stringify(value, null, 2)} label={t('raw_json')} /> : null}
    </details>
  )
}

/** What would be signed, readable: content, tags, date, raw JSON. */
export function EventText({ event }: { event: EventTemplate }) {
  return (
    <div class="stack">
      {event.content ? <Quoted text={event.content} label={t('content')} /> : <p class="note">{t('content_empty')}</p>}
      <Tags tags={event.tags} />
      <p class="note">{t('event_dated', moment(event.created_at * 1_000))}</p>
      <RawJson value={event} />
    </div>
  )
}
