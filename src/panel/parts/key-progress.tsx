interface KeyProgressProps {
  /** 0 to 1, null: nothing to show. */
  done: number | null
  children: string
}

/** How far the making of a key is: in the line below a field that is kept free, so that nothing moves when it comes. */
export function KeyProgress({ done, children }: KeyProgressProps) {
  return (
    <div class="key-progress">
      <p class="note" role="status">
        {done === null ? '' : children}
      </p>
      {done === null ? null : <progress value={done} max={1} aria-label={children} />}
    </div>
  )
}
