// `npm test`: set up, then every check there is, in order. The first stage that fails ends the run.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './run.mjs'
import { setUp } from './setup.mjs'

await setUp({ firefox: true })

const folder = mkdtempSync(join(tmpdir(), 'lanyard-test-'))
const unitReport = join(folder, 'unit.json')
const e2eReport = join(folder, 'e2e.json')

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/** @param {string} file */
const read = (file) => JSON.parse(readFileSync(file, 'utf8'))

/** What vitest counted. @returns {Count} */
function countUnit() {
  const { numPassedTests, numFailedTests, numPendingTests } = read(unitReport)
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests }
}

/** What Playwright counted; one that passed only when tried again is said to be flaky. @returns {Count} */
function countE2e() {
  const { expected, unexpected, flaky, skipped } = read(e2eReport).stats
  if (flaky > 0) console.log(`${flaky} flaky: passed when tried again. The list above names them.`)
  return { passed: expected + flaky, failed: unexpected, skipped }
}

/** A stage without a runner's count is one check. @type {{ name: string, command: string[], count?: () => Count }[]} */
const STAGES = [
  { name: 'Types', command: ['tsc', '--noEmit'] },
  { name: 'Lint and format', command: ['biome', 'check', '--error-on-warnings', '.'] },
  // before the unit tests: some of the floors' laws are about what was built
  { name: 'Build for Chrome', command: ['vite', 'build', '--mode', 'chrome', '--logLevel', 'warn'] },
  { name: 'Build for Firefox', command: ['vite', 'build', '--mode', 'firefox', '--logLevel', 'warn'] },
  {
    name: 'Unit tests',
    command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
    count: countUnit,
  },
  { name: 'Mozilla’s linter', command: ['npm', 'run', '--silent', 'lint:webext'] },
  {
    name: 'End to end, Chromium and Firefox',
    command: ['playwright', 'test', '--reporter=list,json'],
    count: countE2e,
  },
]

/** @param {(typeof STAGES)[number]} stage @param {boolean} ok @returns {Count} */
function countOf({ count }, ok) {
  try {
    if (count) return count()
  } catch {
    // the runner died before it could report
  }
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
}

const total = { passed: 0, failed: 0, skipped: 0 }
for (const stage of STAGES) {
  console.log(`\n━━ ${stage.name} ━━`)
  const start = performance.now()
  const [program = '', ...args] = stage.command
  const ok = (await run(program, args, { PLAYWRIGHT_JSON_OUTPUT_FILE: e2eReport })) === 0
  const { passed, failed, skipped } = countOf(stage, ok)
  total.passed += passed
  total.skipped += skipped
  total.failed += failed || (ok ? 0 : 1)
  console.log(`━━ ${stage.name}: ${ok ? 'passed' : 'FAILED'} in ${((performance.now() - start) / 1000).toFixed(1)} s`)
  if (!ok || failed > 0) break
}
rmSync(folder, { recursive: true, force: true })

console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`)
process.exitCode = total.failed > 0 ? 1 : 0
