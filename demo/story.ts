import { fileURLToPath } from 'node:url'
import { playStory } from './play'
import { show } from './show'
import { openTeller } from './teller'
import { type DemoWorld, openWorld } from './world'

const PICTURES = fileURLToPath(new URL('./out/', import.meta.url))

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
const headless = process.argv.includes('--headless') || Boolean(process.env.CI) || !hasDisplay

/** Resolves when somebody wants this to end. */
const asked = new Promise<'asked'>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve('asked'))
})

async function play(world: DemoWorld): Promise<number> {
  const teller = openTeller(PICTURES)
  try {
    const ended = await Promise.race([playStory(world, teller), asked])
    if (ended === 'asked') return 130
    console.log(`\nThe story came true. Pictures of each step: ${PICTURES}`)
    return 0
  } catch (error) {
    await teller.broken(world.browser.context)
    console.error(`\nThe story broke here: ${error instanceof Error ? error.message : error}\nPictures: ${PICTURES}`)
    return 1
  }
}

async function stay(world: DemoWorld): Promise<number> {
  const gone = new Promise<'gone'>((resolve) => world.browser.context.on('close', () => resolve('gone')))
  await show(world)
  await Promise.race([asked, gone])
  return 0
}

/** Open the world, and close it again whatever happens in it. @returns the exit code */
async function main(): Promise<number> {
  const opening = openWorld({ headless })
  const world = await Promise.race([opening, asked])
  if (world === 'asked') {
    await opening.then(({ close }) => close()).catch(() => {})
    return 130
  }
  return (headless ? play(world) : stay(world)).finally(() => world.close())
}

process.exit(
  await main().catch((error) => {
    console.error(error instanceof Error ? error.message : error)
    return 1
  }),
)
