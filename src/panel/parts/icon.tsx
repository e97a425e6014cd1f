/** Our own line drawings on a grid of 20, in the text's colour. */
const PATHS = {
  home: 'M3 9.2 10 3.5l7 5.7M5 8v8.5h10V8M8.2 16.5v-4.3h3.6v4.3',
  sites: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M3.2 10h13.6M10 3c-4 4.2-4 9.8 0 14 4-4.2 4-9.8 0-14',
  activity: 'M3.6 7.2A7 7 0 1 1 3 10M3.4 3.6v3.8h3.8M10 6.2V10l2.8 1.8',
  account: 'M10 3.2a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6M3.6 17c.5-3.4 3-5 6.4-5s5.9 1.6 6.4 5',
  settings: 'M3 6h8M15 6h2M3 14h2M9 14h8M13 4a2 2 0 1 0 0 4 2 2 0 0 0 0-4M7 12a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
  page: 'M8.5 4H4v12h12v-4.5M11.5 3.5h5v5M16.3 3.7 9.5 10.5',
} as const

export type IconName = keyof typeof PATHS

/** Beside words, never instead of them: it has no name of its own. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`icon ${name}`} viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  )
}
