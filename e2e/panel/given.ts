import type { Story } from './stories'
import { voiceOf, type Words } from './words'
import { playBrowser } from './world'

/** What the server wrote into the page (server.ts): the story, and words where they are not English alone. */
export interface Given {
  story: Story
  words: Words
  english: Words
}

declare global {
  interface Window {
    given: Given
    /** From now on the page is in these words. */
    speak(words: Words): Promise<void>
  }
}

// before the panel's own scripts, which find a browser
const { story, words, english } = window.given
window.stage = playBrowser(story, voiceOf(words, english))
window.speak = (next) => window.stage.speak(voiceOf(next, english))
