/** What came of sending ourselves an event over a relay. */
export interface RelayHealth {
  /** ms since the epoch when it was begun. */
  at: number
  /** It said OK to the event; null: not known yet. */
  writes: boolean | null
  /** The event came back by our subscription; null: not known yet. */
  reads: boolean | null
  /** It asked who we are (NIP-42). */
  auth: boolean
  /** It refused the event for its time: this computer's clock is off. */
  clockOff: boolean
  /** ms from sending the event until it came back; null: it has not. */
  roundTrip: number | null
}
