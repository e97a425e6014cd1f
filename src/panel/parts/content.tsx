import { Fragment } from 'preact'
import { t, tn } from '../../edges/words'
import { type Link, type Piece, piecesOf } from '../content'
import { entityName, mediaName } from '../phrases'
import { Quoted } from './quoted'

/** An address as text, nothing to click: the host stands out, and what it really is where it is written otherwise. */
export function LinkText({ before, host, after, real }: Link) {
  return (
    <bdi class="link" dir="ltr">
      {before}
      <strong>{host}</strong>
      {after.split(/(?<=[/?&])/).map((part, i) => (
        <Fragment key={i}>
          {part}
          <wbr />
        </Fragment>
      ))}
      {real === null ? null : <span class="real"> {t('link_really', real)}</span>}
    </bdi>
  )
}

/** Marks that write a text backwards are shown instead of obeyed. */
const Plain = ({ text }: { text: string }) => (
  <>
    {text
      .split(/([\u202d\u202e])/)
      .map((part, i) =>
        i % 2 ? <span key={i} class="real">{`[U+${part.charCodeAt(0).toString(16).toUpperCase()}]`}</span> : part,
      )}
  </>
)

function Drawn({ piece }: { piece: Piece }) {
  switch (piece.type) {
    case 'text':
      return <Plain text={piece.text} />
    case 'link':
      return <LinkText {...piece} />
    case 'hashtag':
      return <span class="hashtag">{piece.text}</span>
    case 'mention':
      return (
        <bdi class={piece.entity.type === 'secret' ? 'mention secret' : 'mention'} title={piece.text}>
          {entityName(piece.entity)}
        </bdi>
      )
  }
}

/** What NIP-04 and NIP-44 write. */
const CIPHERTEXT = /^[A-Za-z0-9+/]{64,}={0,2}(\?iv=[A-Za-z0-9+/]+={0,2})?$/

/** What somebody would publish, readable: links, mentions and hashtags stand out, media are listed and never loaded. */
export function Content({ text }: { text: string }) {
  if (CIPHERTEXT.test(text)) return <p class="note">{tn('content_cipher', text.length)}</p>
  const pieces = piecesOf(text)
  return (
    <>
      <Quoted label={t('content')}>
        {pieces.map((piece, i) => (
          <Drawn key={i} piece={piece} />
        ))}
      </Quoted>
      <MediaList pieces={pieces} />
    </>
  )
}

function MediaList({ pieces }: { pieces: Piece[] }) {
  const media = pieces.filter((piece) => piece.type === 'link' && piece.media !== null)
  const unique = new Map(media.map((piece) => [piece.text, piece]))
  if (unique.size === 0) return null
  return (
    <ul class="media" aria-label={t('media')}>
      {[...unique.values()].map((piece) =>
        piece.type === 'link' && piece.media ? (
          <li key={piece.text}>
            <span class="note">{mediaName(piece.media)}</span> <LinkText {...piece} />
          </li>
        ) : null,
      )}
    </ul>
  )
}
