// `npm start`: set up, build, and show the main job. With `-- --headless`, or without a display, play it and check it.
import { buildIfStale } from './build.mjs'
import { run } from './run.mjs'
import { setUp } from './setup.mjs'

await setUp({ firefox: false })
for (const browser of /** @type {const} */ (['chrome', 'firefox']))
  if ((await buildIfStale(browser)) !== 0) process.exit(1)
process.exitCode = await run(process.execPath, ['--import', 'tsx', 'demo/story.ts', ...process.argv.slice(2)])
