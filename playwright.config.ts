import { defineConfig } from '@playwright/test'

/** One runner for both browsers: specs start Chromium or Firefox themselves, with the built extension (e2e/harness). */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // every worker holds a whole browser
  workers: 2,
  // whole browsers, relays and signers on two cores: what fails once under load is looked at again, and named flaky
  retries: 2,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
})
