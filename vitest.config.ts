import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'demo/**/*.test.ts', 'scripts/**/*.test.ts', 'interop/**/*.test.ts'],
    environment: 'node',
    // only interop has concurrent tests, and they wait more than they work
    maxConcurrency: 12,
    // time is played in most of them; how long that takes says nothing, on machines that are shared
    testTimeout: 30_000,
  },
})
