import { t } from '../../edges/words'
import type { EventTemplate } from '../../protocol/event'
import { fieldsOf } from '../content'
import { moment, plainJson } from '../format'
import { Content } from './content'
import { Disclosure } from './disclosure'
import { HexGroups } from './key'
import { Quoted } from './quoted'
import { Tags } from './tags'

/** The event id, as the phone shows it too. */
export function EventId({ id }: { id: string }) {
  return (
    <p class="event-id">
      <span>{t('event_id')}</span> <HexGroups hex={id} />
    </p>
  )
}

/** What would be signed, readable: content, tags, date, raw JSON. @param id where it is known */
export function EventText({ event, id }: { event: EventTemplate; id?: string }) {
  return (
    <>
      <Matter event={event} />
      {isLogin(event.kind) ? (
        <Disclosure title={t('tags')}>{() => <Tags tags={event.tags} kind={event.kind} />}</Disclosure>
      ) : (
        <Tags tags={event.tags} kind={event.kind} />
      )}
      <p class="note">{t('event_dated', moment(event.created_at * 1_000))}</p>
      {id ? <EventId id={id} /> : null}
      <RawJson value={event} />
    </>
  )
}

/** Where it leads is all there is to it, and stands above (Target). */
const isLogin = (kind: number): boolean => kind === 22_242 || kind === 27_235

const PROFILE = 0

function Matter({ event: { kind, content, tags } }: { event: EventTemplate }) {
  const fields = kind === PROFILE ? fieldsOf(content) : null
  if (fields)
    return (
      <>
        <p class="note">{t('profile_replaces')}</p>
        <Tags tags={fields} kind={kind} />
      </>
    )
  if (content) return <Content text={content} />
  return tags.length > 0 ? null : <p class="note">{t('content_empty')}</p>
}

function RawJson({ value }: { value: unknown }) {
  return (
    <Disclosure title={t('raw_json')}>{() => <Quoted label={t('raw_json')}>{plainJson(value, 2)}</Quoted>}</Disclosure>
  )
}
