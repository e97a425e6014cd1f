import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import { encode } from 'uqr'

/** Modules of white that readers need around a code (ISO/IEC 18004). */
const QUIET = 4

/** The dark modules as one path of row-wise runs: one shape draws without the hairlines that many have. */
function qrPath(rows: readonly (readonly boolean[])[]): string {
  const runs: string[] = []
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      const start = x
      while (row[x]) x++
      if (x > start) runs.push(`M${start} ${y}h${x - start}v1h${start - x}z`)
    }
  })
  return runs.join('')
}

interface QrProps {
  text: string
  label: string
  /** Lies over the code while it must not be scanned: the code is then too dim and blurred for any reader. */
  veil?: ComponentChildren
}

/** A QR code, dark on white in every theme; its modules are whole pixels wide (see `.qr`), so that edges stay sharp. */
export function Qr({ text, label, veil }: QrProps) {
  const { size, path } = useMemo(() => {
    const code = encode(text, { ecc: 'L', border: 0 })
    return { size: code.size + 2 * QUIET, path: qrPath(code.data) }
  }, [text])
  return (
    <div class="qr" style={{ '--modules': String(size) }} {...(veil ? {} : { role: 'img', 'aria-label': label })}>
      <svg class={veil ? 'veiled' : undefined} aria-hidden="true" viewBox={`${-QUIET} ${-QUIET} ${size} ${size}`}>
        <path d={path} fill="#000" />
      </svg>
      {veil ? <div class="veil card">{veil}</div> : null}
    </div>
  )
}
