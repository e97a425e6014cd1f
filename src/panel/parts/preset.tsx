import { useId } from 'preact/hooks'
import { t } from '../../edges/words'
import type { Outcome } from '../../protocol/error'
import { isPreset, PRESETS, type Preset } from '../../protocol/preset'
import { PRESET_WORDS } from './preset-choice'
import { useRun } from './run'
import { Trouble } from './trouble'

export const presetName = (preset: Preset | null): string => t(preset ? PRESET_WORDS[preset].name : 'preset_none')

interface PresetSelectProps {
  /** null: no first contact yet. */
  preset: Preset | null
  set: (preset: Preset) => Promise<Outcome<unknown>>
}

/** How a site is dealt with where no rule answers, with what that means. */
export function PresetSelect({ preset, set }: PresetSelectProps) {
  const { error, choose } = useRun()
  const note = useId()
  return (
    <div class="how">
      <label>
        <span class="note">{t('preset')}</span>
        <select
          value={preset ?? ''}
          aria-describedby={note}
          onChange={({ currentTarget: { value } }) => {
            if (isPreset(value)) void choose(() => set(value))
          }}
        >
          {preset === null ? <option value="">{presetName(null)}</option> : null}
          {PRESETS.map((one) => (
            <option key={one} value={one}>
              {presetName(one)}
            </option>
          ))}
        </select>
      </label>
      <p class="note" id={note}>
        {t(preset ? PRESET_WORDS[preset].means : 'preset_none_means')}
      </p>
      <Trouble failure={error} />
    </div>
  )
}
