import { FIRM } from '../wire/handoff'
import { say } from './say'

// Registered for pages where no other provider may take our place (src/edges/scripts.ts).
say(FIRM)
