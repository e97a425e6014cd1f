/** A runtime port, as far as the floor uses one. */
export interface FloorPort {
  postMessage(message: unknown): void
  // biome-ignore lint/suspicious/noExplicitAny: the floor checks nothing
  onMessage: { addListener(listen: (message: any) => void): void }
  onDisconnect: { addListener(listen: () => void): void }
}

/** Who the floor is, and whom it asks. */
export interface Session {
  secretKey: string
  peer: string
  relay: string
}
