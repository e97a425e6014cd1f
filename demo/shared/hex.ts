/** A key or event id as people compare it: groups of four. */
export const hexGroups = (hex: string): string => hex.replace(/.{4}(?!$)/g, '$& ')
