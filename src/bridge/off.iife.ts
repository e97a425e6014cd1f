import { OFF } from '../wire/handoff'
import { say } from './say'

// Registered for pages where Lanyard is not to be seen (src/edges/scripts.ts).
say(OFF)
