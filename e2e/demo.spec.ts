import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'

/** What `npm start` shows, on the build that is tested here. */
test('the story of npm start comes true', async () => {
  test.setTimeout(180_000)
  const story = ['--import', 'tsx', 'demo/story.ts', '--headless']
  const { stdout } = await promisify(execFile)(process.execPath, story, { timeout: 170_000 })
  expect(stdout).toContain('The story came true.')
  const steps = stdout.match(/✓ /g) ?? []
  expect(steps.length).toBeGreaterThanOrEqual(28)
  // a picture of each, and what the relay saw
  expect(readdirSync('demo/out')).toHaveLength(steps.length + 1)
})
