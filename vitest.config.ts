import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'demo/**/*.test.ts', 'scripts/**/*.test.ts', 'interop/**/*.test.ts'],
    environment: 'node',
    // only interop has concurrent tests, and they wait more than they work
    maxConcurrency: 12,
  },
})
