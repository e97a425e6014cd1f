/** The icon's figure as a drawing in the text's colour: a cord that holds a key (public/icons/icon.svg). */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path class="cord" d="M8 1l8 11.5L24 1" />
      <circle cx="16" cy="16.5" r="4.2" />
      <path d="M16 20.7V30M16 24.6h4M16 28.6h4" />
    </svg>
  )
}
