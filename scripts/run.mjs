import { spawn } from 'node:child_process'
import { delimiter } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where npm puts the programs of this project's packages. */
const BIN = fileURLToPath(new URL('../node_modules/.bin', import.meta.url))

/**
 * Run a program with our terminal, and wait for it. Its own clean-up on Ctrl-C is waited for, too.
 * @param {string} program a name on the PATH or of this project's packages
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env] beside our own
 * @returns {Promise<number>} its exit code; 127 where it could not be started
 */
export function run(program, args, env = {}) {
  const child = spawn(program, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, PATH: `${BIN}${delimiter}${process.env.PATH ?? ''}`, ...env },
  })
  // Ctrl-C reaches the child from the terminal itself; a kill of ours alone must be passed on
  const wait = () => {}
  const pass = () => child.kill('SIGTERM')
  process.on('SIGINT', wait)
  process.on('SIGTERM', pass)
  return new Promise((settle) => {
    child.on('error', () => settle(127))
    child.on('close', (code) => settle(code ?? 1))
  }).finally(() => {
    process.off('SIGINT', wait)
    process.off('SIGTERM', pass)
  })
}
