import { t, type Word } from '../../edges/words'
import { PRESETS } from '../../protocol/preset'
import type { Preset } from '../../wire/panel'
import { Disclosure } from './disclosure'
import { Everyday } from './everyday'

/** A preset's name and what it means, in a sentence. */
export const PRESET_WORDS: Record<Preset, { name: Word; means: Word }> = {
  everyday: { name: 'preset_everyday', means: 'preset_everyday_means' },
  phone: { name: 'preset_phone', means: 'preset_phone_means' },
  ask: { name: 'preset_ask', means: 'preset_ask_means' },
}

interface PresetChoiceProps {
  chosen: Preset
  choose: (preset: Preset) => void
}

/** On first contact: how a site is dealt with from now on. */
export function PresetChoice({ chosen, choose }: PresetChoiceProps) {
  return (
    <fieldset class="presets">
      <legend>{t('preset_choose')}</legend>
      {PRESETS.map((preset) => (
        <label key={preset} class="preset">
          <input type="radio" name="preset" checked={preset === chosen} onChange={() => choose(preset)} />
          <span>
            <strong>{t(PRESET_WORDS[preset].name)}</strong>
            <span class="note">{t(PRESET_WORDS[preset].means)}</span>
          </span>
        </label>
      ))}
      <Disclosure title={t('everyday_title')}>{() => <Everyday />}</Disclosure>
    </fieldset>
  )
}
