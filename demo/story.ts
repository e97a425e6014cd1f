import { fileURLToPath } from 'node:url'
import { playStory } from './bob/story'
import { takePhone } from './phone-screen'
import { show } from './show'
import { openTeller } from './teller'
import { type DemoWorld, type Layout, openWorld } from './world'

const PICTURES = fileURLToPath(new URL('./out/', import.meta.url))

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
const headless = process.argv.includes('--headless') || Boolean(process.env.CI) || !hasDisplay

const UNSEEN: Layout = { desktop: null, phone: null, laptop: null }

const SIDE_BY_SIDE: Layout = {
  desktop: { left: 0, width: 580 },
  phone: { left: 580, width: 420 },
  laptop: { left: 1000, width: 580 },
}

/** Resolves when somebody wants this to end. */
const asked = new Promise<'asked'>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve('asked'))
})

async function tell({ relay, site, phonePage, phone, desktop, laptop }: DemoWorld): Promise<void> {
  const teller = openTeller(PICTURES)
  const stage = { relay, site, isClosed: false, phone: await takePhone(phone, phonePage.url), teller }
  await playStory(
    stage,
    { name: 'Desktop', machine: desktop, site: await desktop.newPage() },
    { name: 'Laptop', machine: laptop, site: await laptop.newPage() },
  )
}

async function play(world: DemoWorld): Promise<number> {
  try {
    const ended = await Promise.race([tell(world), asked])
    if (ended === 'asked') return 130
    console.log(`\nThe story came true. Pictures of each step, and what the relay saw (relay.md): ${PICTURES}`)
    return 0
  } catch (error) {
    console.error(`\nThe story broke here: ${error instanceof Error ? error.message : error}\nPictures: ${PICTURES}`)
    return 1
  }
}

async function stay(world: DemoWorld): Promise<number> {
  const machines = [world.desktop.context, world.laptop.context, world.phone]
  const gone = Promise.all(machines.map((context) => new Promise((resolve) => context.on('close', resolve))))
  await show(world)
  await Promise.race([asked, gone])
  return 0
}

/** Open the world, and close it again whatever happens in it. @returns the exit code */
async function main(): Promise<number> {
  const opening = openWorld(headless ? UNSEEN : SIDE_BY_SIDE)
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
