export function newest(path: string): number
export function isStale(product: string, sources: readonly string[]): boolean
