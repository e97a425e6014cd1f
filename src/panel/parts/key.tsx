import { hexGroups, shortKey } from '../format'

/** 32 bytes of hex in groups of four, to be compared with the phone. */
export function HexGroups({ hex }: { hex: string }) {
  return (
    <code class="hex" dir="ltr">
      {hexGroups(hex)}
    </code>
  )
}

/** Both ends of a key; the whole of it in the tooltip. */
export function ShortKey({ value }: { value: string }) {
  return (
    <code class="key" dir="ltr" title={value}>
      {shortKey(value)}
    </code>
  )
}
