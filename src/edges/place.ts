/** Where a window of ours comes up. All in the browser's own pixels, from the upper left corner of the first screen. */

export interface Size {
  width: number
  height: number
}

export interface Box extends Size {
  left: number
  top: number
}

/** From the edges of the window that is looked at: below its bars, beside its scroll bar. */
const MARGIN = { top: 72, end: 24 }

/** `wish`, moved so that `size` lies between `from` and `to`; where that is too short, it begins at `from`. */
const between = (wish: number, size: number, from: number, to: number): number =>
  Math.max(from, Math.min(wish, to - size))

/**
 * At the right upper edge of the window that the person looks at, and inside it: so it is on the same screen, also on one
 * left of the first or above it, where numbers are negative (nos2x#81). A worker knows of no screens, but the first one
 * begins at 0: of a window that lies across that line only what is beyond it is surely seen.
 */
export function placeIn(seen: Box, { width, height }: Size): Pick<Box, 'left' | 'top'> {
  const [right, bottom] = [seen.left + seen.width, seen.top + seen.height]
  return {
    left: between(right - MARGIN.end - width, width, surely(seen.left, right), right),
    top: between(seen.top + MARGIN.top, height, surely(seen.top, bottom), bottom),
  }
}

const surely = (from: number, to: number): number => (from < 0 && to > 0 ? 0 : from)

/** The same box wholly on its screen, smaller where the screen is. */
export function inside(box: Box, screen: Box): Box {
  const [width, height] = [Math.min(box.width, screen.width), Math.min(box.height, screen.height)]
  return {
    ...{ width, height },
    left: between(box.left, width, screen.left, screen.left + screen.width),
    top: between(box.top, height, screen.top, screen.top + screen.height),
  }
}
