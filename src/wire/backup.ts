/** What an import brought in. */
export interface Imported {
  sites: number
  rules: number
  /** Accounts whose pairing came with it; 0 where it held none, or no passphrase was given. */
  pairings: number
}

/** What a file of settings holds, as can be told without its passphrase. */
export interface BackupView {
  /** ms since the epoch when it was written. */
  at: number
  sites: number
  rules: number
  hasPairings: boolean
}
