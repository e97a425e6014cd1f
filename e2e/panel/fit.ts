import type { Page } from '@playwright/test'

/**
 * What sticks out to the side, and text that has not enough room, each with what it says: cut off, out of its box, in
 * more lines than its place has, or a choice that its control does not show whole. What is for screen readers alone is
 * left out. All in one question: there are thousands of looks.
 */
export const misfits = (page: Page): Promise<string[]> => {
  const isNarrow = (page.viewportSize()?.width ?? 0) < 360
  // a row of a list that can be pressed is no such button
  const lines = [
    ['.button', isNarrow ? 3 : 2],
    ['nav a', 1],
  ].map((most) => `...(${inLines})(${JSON.stringify(most)})`)
  return page.evaluate(`[...(${sticksOut})(), ...(${outOfBox})(), ${lines}, ...(${cutChoices})()]`)
}

// What follows runs in the page, each function by itself, as text.

/** A panel never scrolls sideways. */
export function sticksOut(): string[] {
  const width = document.documentElement.clientWidth
  const wide = [...document.querySelectorAll('body *')].filter((element) => {
    const box = element.getBoundingClientRect()
    return box.width > 1 && (box.right > width + 1 || box.left < -1) && !element.closest('.unseen, .quoted')
  })
  return wide.map((element) => element.outerHTML.slice(0, 120))
}

function outOfBox(): string[] {
  const found: string[] = []
  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    const ownText = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
    if (!ownText || !element.checkVisibility?.() || element.closest('.unseen, .quoted, [aria-hidden="true"]')) continue
    const { display, fontSize, clipPath } = getComputedStyle(element)
    // an inline element has no box of its own; a letter such as f or j reaches a little over its own
    const reach = element.scrollWidth - element.clientWidth
    const boxless = display === 'inline' || clipPath !== 'none' || element.tagName === 'SELECT'
    if (!boxless && reach > Number.parseFloat(fontSize) / 8)
      found.push(
        `${reach} px do not fit: ${element.tagName}.${element.className} “${element.textContent.slice(0, 60)}”`,
      )
  }
  return found
}

/** Lines by the boxes of letters: what overlaps in height is one line. */
function inLines([selector, most]: readonly [string, number]): string[] {
  const linesOf = (element: Element): number => {
    const range = document.createRange()
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    const boxes: DOMRect[] = []
    while (walker.nextNode()) {
      if (walker.currentNode.parentElement?.closest('.unseen')) continue
      range.selectNodeContents(walker.currentNode)
      boxes.push(...[...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1))
    }
    const ends: number[] = []
    for (const { top, bottom } of boxes.sort((a, b) => a.top - b.top))
      if ((top + bottom) / 2 > (ends.at(-1) ?? Number.NEGATIVE_INFINITY)) ends.push(bottom)
    return ends.length
  }
  return [...document.querySelectorAll<HTMLElement>(selector)]
    .filter((element) => element.checkVisibility() && linesOf(element) > most)
    .map((element) => `in ${linesOf(element)} lines: “${element.textContent.slice(0, 60)}”`)
}

function cutChoices(): string[] {
  const pen = document.createElement('canvas').getContext('2d')
  return [...document.querySelectorAll('select')].flatMap((select) => {
    if (!pen || !select.checkVisibility()) return []
    const { font, paddingInlineStart, paddingInlineEnd } = getComputedStyle(select)
    const room = select.clientWidth - Number.parseFloat(paddingInlineStart) - Number.parseFloat(paddingInlineEnd)
    pen.font = font
    const cut = [...select.selectedOptions].filter(({ text }) => pen.measureText(text).width > room)
    return cut.map(({ text }) => `does not fit into its choice: “${text}”`)
  })
}
