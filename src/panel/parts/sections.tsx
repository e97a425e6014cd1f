import type { ComponentChildren } from 'preact'
import { t } from '../../edges/words'
import type { Place } from '../route'
import { Disclosure } from './disclosure'

/** A part of the settings. */
export interface Section {
  /** Of its heading, for the index. */
  id: string
  title: string
  body: () => ComponentChildren
  /** It brings its own card and heading. */
  isWhole?: boolean
}

interface SectionsProps {
  place: Place
  sections: readonly Section[]
}

/**
 * On a page all of them, with an index beside; in a popup folded, so that all can be seen at once and each is one press
 * away.
 */
export function Sections({ place, sections }: SectionsProps) {
  if (place !== 'full') {
    return (
      <div class="card folded">
        {sections.map(({ id, title, body }) => (
          <Disclosure key={id} title={title} heading>
            {() => <div class="stack">{body()}</div>}
          </Disclosure>
        ))}
      </div>
    )
  }
  return (
    <div class="sections">
      <Index sections={sections} />
      <div class="stack">
        {sections.map(({ id, title, body, isWhole }) =>
          isWhole ? (
            <div key={id}>{body()}</div>
          ) : (
            <section key={id} class="card stack" aria-labelledby={id}>
              <h2 id={id} tabIndex={-1}>
                {title}
              </h2>
              {body()}
            </section>
          ),
        )}
      </div>
    </div>
  )
}

/** The address names the view already, so these are buttons: each leads the eye and the focus to its heading. */
const Index = ({ sections }: Pick<SectionsProps, 'sections'>) => (
  <nav class="index" aria-label={t('settings_index')}>
    <ul>
      {sections.map(({ id, title }) => (
        <li key={id}>
          <button type="button" class="button quiet" onClick={() => document.getElementById(id)?.focus()}>
            {title}
          </button>
        </li>
      ))}
    </ul>
  </nav>
)
