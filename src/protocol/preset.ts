/**
 * How a site is dealt with where no rule answers.
 * - `everyday`: a table says what passes on to the phone (policy/everyday.ts); the rest is asked here.
 * - `phone`: everything passes on, the phone decides.
 * - `ask`: everything is asked here.
 */
export type Preset = (typeof PRESETS)[number]

export const PRESETS = ['everyday', 'phone', 'ask'] as const

export const isPreset = (value: unknown): value is Preset => (PRESETS as readonly unknown[]).includes(value)
