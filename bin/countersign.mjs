#!/usr/bin/env node
// Plain JavaScript, so that npx can start it: hands over to bin/countersign.ts, from any working directory.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const entry = fileURLToPath(new URL('./countersign.ts', import.meta.url))
// tsx looks for the `@/` paths in the working directory's tsconfig unless it is told which one is ours.
const tsconfig = fileURLToPath(new URL('../tsconfig.json', import.meta.url))

const child = spawn(
  process.execPath,
  ['--conditions=react-server', '--import', import.meta.resolve('tsx'), entry, ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, TSX_TSCONFIG_PATH: tsconfig } },
)
child.on('error', (error) => {
  process.stderr.write(`countersign could not start: ${error.message}\n`)
  process.exitCode = 1
})
child.on('exit', (code) => {
  process.exitCode = code ?? 1
})
