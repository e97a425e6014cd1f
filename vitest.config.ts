import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The signers' scenes wait for a minute and hardly work: begun first, the rest is done beside them. */
class WaitersFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isWaiter = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/interop/')
    const sorted = await super.sort(files)
    return [...sorted.filter(isWaiter), ...sorted.filter((file) => !isWaiter(file))]
  }
}

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'demo/**/*.test.ts', 'scripts/**/*.test.ts', 'interop/**/*.test.ts'],
    environment: 'node',
    sequence: { sequencer: WaitersFirst },
    // vitest leaves one core to its own process, which has next to nothing to do: with two cores that is half of them
    maxWorkers: '100%',
    // only interop has concurrent tests, and they wait more than they work
    maxConcurrency: 12,
    // time is played in most of them; how long that takes says nothing, on machines that are shared (26 s were seen of 2)
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
