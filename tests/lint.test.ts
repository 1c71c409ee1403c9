import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { LINT } from './run-steps'

const root = path.resolve(import.meta.dirname, '..')
const folder = mkdtempSync(path.join(tmpdir(), 'countersign-lint-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Lints one file by the product's own rules, in a folder of its own. */
function lint(text: string): string {
  const settings = { extends: path.join(root, 'tsconfig.json'), include: ['planted.ts'] }
  writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(settings))
  writeFileSync(path.join(folder, 'planted.ts'), text)
  const [program = '', ...args] = LINT
  const options = ['-c', path.join(root, '.oxlintrc.json'), folder]
  const { stdout, stderr } = spawnSync(program, [...args, ...options], { cwd: root, encoding: 'utf8' })
  return stdout + stderr
}

const planted = `
export const first = (list: readonly string[]): string => list[0]
async function go(): Promise<void> {}
export function start(): void {
  go()
}
export function name(kind: 'a' | 'b'): string {
  switch (kind) {
    case 'a':
      return 'A'
  }
  return ''
}
export const each = (list: number[]) => list.forEach(async () => go())
export const loose: any = 1
export const sure = (list: string[]) => list.at(0)!.length
export function hush(): void {
  try {
    name('a')
  } catch {}
}
`

it('finds what is planted', () => {
  const found = lint(planted)
  for (const rule of [
    'TS2322',
    'no-floating-promises',
    'switch-exhaustiveness-check',
    'no-misused-promises',
    'no-explicit-any',
    'no-non-null-assertion',
    'no-empty',
  ])
    expect(found).toContain(rule)
}, 30_000)

it('passes the honest twin', () => {
  expect(lint('export const first = (list: readonly string[]): string => list[0] ?? ""\n')).toContain('0 errors')
}, 30_000)
