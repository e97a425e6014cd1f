import { Fragment } from 'preact'
import { t } from '../../edges/words'
import type { Asker } from '../../wire/panel'
import { originParts } from '../format'
import { badgeOf, hostName, oddityOf, readableHost } from '../host'

/** Characters of a label that has room on every line: only longer ones are broken within. */
const UNBROKEN = 28

/**
 * An origin in full, never cut, always left to right; the part that names the site stands out. Lines end after dots, or
 * a hyphen could make one name look like two.
 */
export function Origin({ origin }: { origin: string }) {
  const { scheme, host } = originParts(origin)
  return (
    <bdi class="origin" dir="ltr">
      <span class="scheme">{scheme}</span>
      {host.split(/(?<=\.)/).map((label, i) => (
        <Fragment key={i}>
          {i > 0 ? <wbr /> : null}
          {label.length <= UNBROKEN ? <span class="label">{label}</span> : label}
        </Fragment>
      ))}
    </bdi>
  )
}

/** Who asks, and the page it is embedded in where that is another. */
export function Site({ origin, topOrigin }: Asker) {
  return (
    <>
      <Origin origin={origin} />
      {topOrigin ? (
        <span class="inside">
          {t('inside_page')} <Origin origin={topOrigin} />
        </span>
      ) : null}
    </>
  )
}

/**
 * A letter on a colour, both made of the origin. The site's own icon is not shown: its address needs a permission that
 * reads as "your browsing history", fetching it tells the site, and a lookalike has the same icon as what it looks like.
 */
function SiteBadge({ origin }: { origin: string }) {
  // an odd name has letters that imitate others: its badge would, too
  if (oddityOf(hostName(origin)) !== null)
    return (
      <span class="badge odd" aria-hidden="true">
        ?
      </span>
    )
  const { letter, hue } = badgeOf(origin)
  return (
    <span class="badge" style={`--hue: ${hue}`} aria-hidden="true">
      {letter}
    </span>
  )
}

/** Who asks, as the head of a question: nothing cut, odd names spelt out, and a frame's page named. */
export function SiteHead({ origin, topOrigin }: Asker) {
  return (
    <>
      <div class="asker">
        <SiteBadge origin={origin} />
        <h1>
          <Origin origin={origin} />
        </h1>
        <ReadableName origin={origin} />
      </div>
      {topOrigin ? (
        <p class="callout frame">
          {t('inside_page')} <Origin origin={topOrigin} />
        </p>
      ) : null}
      <OddName origin={origin} />
      {topOrigin ? <OddName origin={topOrigin} /> : null}
    </>
  )
}

/** What a name in punycode stands for. */
function ReadableName({ origin }: { origin: string }) {
  const host = hostName(origin)
  const readable = readableHost(host)
  if (readable === host) return null
  const isOdd = oddityOf(host) !== null
  return (
    <p class="note readable">
      {t(isOdd ? 'site_looks' : 'site_reads')} <bdi>{isOdd ? <Marked name={readable} /> : readable}</bdi>
    </p>
  )
}

/** Letters that are not what they look like stand out. */
const Marked = ({ name }: { name: string }) => (
  <>{name.split(/([^\0-\x7f]+)/).map((part, i) => (i % 2 ? <mark key={i}>{part}</mark> : part))}</>
)

function OddName({ origin }: { origin: string }) {
  const oddity = oddityOf(hostName(origin))
  if (!oddity) return null
  return (
    <p class="callout warn">
      {t(oddity === 'mixed-scripts' ? 'site_mixed_scripts' : 'site_lookalike', readableHost(hostName(origin)))}
    </p>
  )
}
