import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'

const KNOWN = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/**
 * A Chromium to test with: one named in COUNTERSIGN_CHROMIUM, one of the system's, Playwright's own, or one installed
 * now (apt-get as root on Debian, else Playwright's download).
 */
export async function findChromium(): Promise<{ path: string; how: string }> {
  const named = process.env.COUNTERSIGN_CHROMIUM
  if (named) return { path: named, how: 'named in COUNTERSIGN_CHROMIUM' }
  const found = KNOWN.find(existsSync)
  if (found) return { path: found, how: 'found' }
  if (existsSync(chromium.executablePath())) return { path: chromium.executablePath(), how: "Playwright's own" }
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    process.stdout.write('No Chromium here. Installing one with apt-get …\n')
    run('apt-get', ['update', '-qq'])
    run('apt-get', ['install', '-y', '-qq', 'chromium'])
    return { path: '/usr/bin/chromium', how: 'installed with apt-get' }
  }
  process.stdout.write('No Chromium here. Downloading one with Playwright …\n')
  run(process.execPath, ['node_modules/playwright-core/cli.js', 'install', 'chromium'])
  return { path: chromium.executablePath(), how: 'downloaded by Playwright' }
}

/** Flags for a headless Chromium that talks to nobody but the page. */
export const CHROMIUM_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

function run(program: string, args: readonly string[]): void {
  const { status } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed; install Chromium by hand and run again`)
}
