import { t, tn } from '../../edges/words'
import type { EventTemplate } from '../../protocol/event'
import { readLink } from '../content'
import { readTag, type TagReading } from '../tags'
import { LinkText } from './content'
import { Disclosure } from './disclosure'

/** Tags shown at once; the rest is a press away. */
const FIRST = 6

/** The tags of an event with what they mean. */
export function Tags({ tags, kind }: Pick<EventTemplate, 'tags' | 'kind'>) {
  if (tags.length === 0) return null
  const more = tags.length - FIRST
  return (
    <div>
      <Table tags={tags.slice(0, FIRST)} kind={kind} label={t('tags')} />
      {more > 0 ? (
        <Disclosure title={tn('tags_more', more)}>
          {() => <Table tags={tags.slice(FIRST)} kind={kind} label={tn('tags_more', more)} />}
        </Disclosure>
      ) : null}
    </div>
  )
}

function Table({ tags, kind, label }: Pick<EventTemplate, 'tags' | 'kind'> & { label: string }) {
  return (
    <table class="tags" aria-label={label}>
      <tbody>
        {tags.map((tag, i) => (
          <Row key={i} reading={readTag(tag, kind)} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ reading }: { reading: TagReading }) {
  const { meaning, name, rest } = reading
  return (
    <tr>
      <th scope="row" title={name}>
        {meaning ?? <code>{name}</code>}
      </th>
      <td>
        <Value reading={reading} />
        {rest.length > 0 ? (
          <bdi class="rest" dir="auto">
            {rest.join(' · ')}
          </bdi>
        ) : null}
      </td>
    </tr>
  )
}

function Value({ reading: { as, value, whole } }: { reading: TagReading }) {
  const link = as === 'link' ? readLink(value) : null
  if (link) return <LinkText {...link} />
  if (as === 'key')
    return (
      <code class="key" dir="ltr" title={whole ?? undefined}>
        {value}
      </code>
    )
  return (
    <bdi dir="auto" title={whole ?? undefined}>
      {value}
    </bdi>
  )
}
