#!/usr/bin/env node
// Runs a TypeScript entry: `node bin/run.mjs bin/desk.ts --reset`. `server-only` throws without the condition.
import { spawn } from 'node:child_process'

const OLDEST = [20, 19]
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const [entry, ...args] = process.argv.slice(2)

if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  process.stderr.write(`Node ${OLDEST.join('.')} or newer is needed; this is Node ${process.versions.node}.\n`)
  process.exit(1)
} else if (!entry) {
  process.stderr.write('usage: node bin/run.mjs ENTRY.ts [arguments]\n')
  process.exit(1)
} else {
  const child = spawn(process.execPath, ['--conditions=react-server', '--import', 'tsx', entry, ...args], {
    // The channel closes when this launcher is killed outright, which tells the entry to end too.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    process.stderr.write(`${entry} does not start: ${error.message}\n`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal)
      process.kill(process.pid, signal)
    } else process.exit(code ?? 1)
  })
}
