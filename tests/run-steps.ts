import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const node = process.execPath

/** Layout of every file. */
// What was found in order is looked at again when its content or the formatter changed.
const CACHED = ['--cache', '--cache-strategy', 'content', '--cache-location', 'node_modules/.cache/format-check']
export const FORMAT = [node, 'node_modules/prettier/bin/prettier.cjs', '--check', ...CACHED, '--log-level', 'warn', '.']
/** Types and lint rules in one pass over the same program. */
export const LINT = [
  node,
  'node_modules/oxlint/bin/oxlint',
  '--type-aware',
  '--type-check',
  '--deny-warnings',
  '--report-unused-disable-directives',
]

export type Tally = { passed: number; failed: number }

/** Runs a command with our own Node, output passed through. Resolves with its exit code and seconds. */
export function runCommand(
  command: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ code: number; seconds: number }> {
  const started = performance.now()
  const [program = '', ...args] = command
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...environment } })
    child.on('error', reject)
    child.on('exit', (code) => resolve({ code: code ?? 1, seconds: (performance.now() - started) / 1000 }))
  })
}

/** Runs vitest projects and counts what they say. A run that dies without a report counts as one failure. */
export async function runVitest(projects: readonly string[], files: readonly string[] = []): Promise<Tally> {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-test-'))
  const report = path.join(folder, 'report.json')
  const { code } = await runCommand([
    process.execPath,
    'node_modules/vitest/vitest.mjs',
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...files,
  ])
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8')) as {
      numPassedTests: number
      numFailedTests: number
      numFailedTestSuites: number
    }
    // A file that fails to load has no failed test of its own.
    const failed = Math.max(numFailedTests, code === 0 ? 0 : Math.max(1, numFailedTestSuites > 0 ? 1 : 0))
    return { passed: numPassedTests, failed }
  } catch {
    return { passed: 0, failed: 1 }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export const say = (line: string) => process.stdout.write(`${line}\n`)
