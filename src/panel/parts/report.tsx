import { useSignal } from '@preact/signals'
import { now } from '../../edges/clock'
import { t } from '../../edges/words'
import type { Failure } from '../../protocol/error'
import type { RemoteCommands, Snapshot } from '../../wire/panel'
import { browserName, reportOf } from '../report'
import { Copy } from './copy'
import { Trouble } from './trouble'

interface ReportProps {
  snapshot: Snapshot
  commands: RemoteCommands
}

/**
 * What somebody who helps needs to know. It is shown before it can be copied, and what is copied is what is shown: it
 * stays as it was when it was opened.
 */
export function Report({ snapshot, commands }: ReportProps) {
  const text = useSignal<string | null>(null)
  const error = useSignal<Failure | null>(null)
  const write = async () => {
    const trace = await commands.readTrace()
    error.value = trace.ok ? null : trace.error
    // without its trace it still says how things stand
    text.value = reportOf(snapshot, trace.ok ? (trace.value ?? []) : [], now(), browserName(navigator.userAgent))
  }
  return (
    <details
      class="report"
      onToggle={(event) => {
        if (event.currentTarget.open) void write()
        else text.value = null
      }}
    >
      <summary>{t('report')}</summary>
      <p class="note">{t('report_explained')}</p>
      {text.value === null ? null : (
        <>
          <div class="actions">
            <Copy text={text.value}>{t('report_copy')}</Copy>
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
          <section class="report-text" tabIndex={0} aria-label={t('report')}>
            <pre lang="en" dir="ltr">
              {text.value}
            </pre>
          </section>
        </>
      )}
      <Trouble failure={error.value} />
    </details>
  )
}
