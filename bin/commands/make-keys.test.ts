import { execFile } from 'node:child_process'
import path from 'node:path'
import { expect, it } from 'vitest'
import { logPublicKey } from '@/lib/audit/checkpoint'
import { type EnvSource, readWebEnv, readWorkerEnv } from '@/lib/env'

const launcher = path.resolve(import.meta.dirname, '../countersign.mjs')
const countersign = (...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, [launcher, ...args], (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })
const linesOf = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/^([A-Z_]+)=(\S+)$/gm)].map(([, name, value]) => [name, value]))

it('makes keys that web and worker take, and others each time', async () => {
  const [{ code, out, err }, again] = await Promise.all([countersign('keys'), countersign('keys')])
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const made = linesOf(out)
  expect(Object.keys(made)).toEqual(['NEXTAUTH_SECRET', 'SIGNATURE_KEY', 'CHECKPOINT_KEY', 'LOG_PUBLIC_KEY'])
  const { NEXTAUTH_SECRET, SIGNATURE_KEY, CHECKPOINT_KEY, LOG_PUBLIC_KEY } = made
  const shared: EnvSource = {
    DATABASE_URL: 'postgres://app@localhost/desk',
    APP_ORIGIN: 'https://desk.example',
    CHAIN_RPC_URLS: '{"1":["https://rpc.example"]}',
    LOG_PUBLIC_KEY,
  }
  expect(readWebEnv({ ...shared, NEXTAUTH_SECRET, SIGNATURE_KEY }).signatureKey).toHaveLength(32)
  expect(logPublicKey(readWorkerEnv({ ...shared, CHECKPOINT_KEY }).checkpointKey)).toBe(LOG_PUBLIC_KEY)
  const values = new Set([...Object.values(made), ...Object.values(linesOf(again.out))])
  expect(values.size).toBe(8)
})

it('takes no argument', async () => {
  expect(await countersign('keys', '--print')).toEqual({ code: 1, out: '', err: 'Usage: countersign keys\n' })
})
