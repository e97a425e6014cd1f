/** What a person may decide about an approval, and for how long. */
export type Verdict =
  | { kind: 'once' | 'always' | 'deny' | 'never' }
  /** `minutes` 5, 60 or 480; `null`: until the browser closes. */
  | { kind: 'allow-for' | 'deny-for'; minutes: number | null }
