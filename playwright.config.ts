import { defineConfig } from '@playwright/test'

/** One test each that takes most of a minute: begun last, one core would wait for it. */
const LONG = ['**/story.spec.ts', '**/demo.spec.ts']

/** One runner for both browsers: specs start Chromium or Firefox themselves, with the built extension (e2e/harness). */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // every worker holds a whole browser
  workers: 2,
  // whole browsers, relays and signers on two cores: what fails once under load is looked at again, and named flaky
  retries: 2,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  projects: [
    { name: 'long', testMatch: LONG },
    { name: 'rest', testMatch: '**/*.spec.ts', testIgnore: LONG },
  ],
})
