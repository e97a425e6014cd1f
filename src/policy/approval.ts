import type { Hex } from '../protocol/hex'
import type { Permission } from '../protocol/permission'

/** A call that waits for the person, as the approval machine knows it. */
export interface Waiting {
  callId: string
  account: Hex
  origin: string
  permission: Permission
}

/** Equal calls joined: one question. Once `shownAt` is set it is frozen; what comes later makes the next approval. */
export interface Approval {
  id: string
  account: Hex
  origin: string
  permission: Permission
  callIds: string[]
  askedAt: number
  shownAt: number | null
}
