import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { type Address, parseEther } from 'viem'
import { runRules } from '@/lib/assess/run'
import { local } from '@/lib/chains/local'
import { encodeWire } from '@/lib/core/wire'
import { decode } from '@/lib/decode/decode'
import { mintToken } from '@/lib/desk/tokens'
import { createIo } from '@/lib/io/io'
import type { ProofSubject } from '@/lib/simulate/proof/prove-effects'
import type { Asset, StagedTx } from '@/lib/stage/types'
import { openChromium } from '@/tests/builders/browser'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { sampleFacts } from '@/tests/builders/sample-facts'
import { openSafe, stageTx, transfer } from '@/tests/chain/signed-safe'
import type { Figure } from './figure'

const PAYEE: Address = '0x2222222222222222222222222222222222222222'
const ROUNDS = 100
const WARM_UP = 20

/**
 * A signer's own run of an ERC-20 transfer: how long it takes in Chromium once warm, proofs included, and what it weighs;
 * and how long the server takes to see and judge the effects beside the raw calls that it makes for that.
 */
export async function measureOwnRun(): Promise<readonly Figure[]> {
  const chain = await startTestChain()
  try {
    const safe = await openSafe(chain, '1.4.1')
    await chain.client.setBalance({ address: safe.address, value: parseEther('10') })
    await mintToken(chain.url, chain.tokens.usdc, safe.address, 1_000_000n)
    const staged = stageTx(safe, { to: chain.tokens.usdc, data: transfer(PAYEE, 250n) })
    return [...(await inChromium(chain, staged)), await besideRawCalls(chain, staged)]
  } finally {
    await chain.stop()
  }
}

async function inChromium(chain: TestChain, staged: StagedTx): Promise<readonly Figure[]> {
  const io = ioOf(chain)
  const state = await io.chain.readSafeState(staged.safe)
  const told = await io.simulator.simulate({ staged, state, assets: assetsOf(chain) })
  if (told.kind === 'unavailable') throw new Error(told.reason)
  const subject: ProofSubject = { chain: local, staged, state, assets: assetsOf(chain), blockHash: told.block.hash }
  const witness = await io.simulator.witness(subject)
  const built = await build({
    ...{ entryPoints: ['tests/bench/own-run-entry.ts', 'lib/core/wire.ts'], outdir: 'unwritten', write: false },
    ...{ bundle: true, minify: true, format: 'iife', globalName: 'bundled', platform: 'browser', target: 'es2022' },
  })
  const [run, wire] = built.outputFiles
  if (!run || !wire) throw new Error('two entries make two files')
  const browser = await openChromium()
  try {
    const page = await browser.newPage()
    await page.addScriptTag({ content: wire.text })
    await page.evaluate('globalThis.wire = bundled')
    await page.addScriptTag({ content: run.text })
    const times = (await page.evaluate(
      `(async () => {
        const { subject, witness, told } = wire.decodeWire(${JSON.stringify(encodeWire({ subject, witness, told }))})
        const times = []
        for (let round = 0; round < ${ROUNDS + WARM_UP}; round++) {
          const start = performance.now()
          const differences = bundled.compareEffects(await bundled.proveEffects(subject, witness), told)
          times.push(performance.now() - start)
          if (differences.length > 0) throw new Error(differences.join(' '))
        }
        return times.slice(${WARM_UP})
      })()`,
    )) as number[]
    return [
      {
        name: 'own run of an ERC-20 transfer in Chromium, proofs included, warm p95',
        ...{ value: Number(at(times, 0.95).toFixed(1)), unit: 'ms', limit: 30 },
      },
      {
        name: 'own run, all its code bundled by itself',
        ...{ value: Number((gzipSync(run.contents).length / 1000).toFixed(1)), unit: 'kB gz', limit: 150 },
      },
    ]
  } finally {
    await browser.close()
  }
}

/** Both in turns: what the server does for a review without its database, and its calls again, bare. */
async function besideRawCalls(chain: TestChain, staged: StagedTx): Promise<Figure> {
  const io = ioOf(chain)
  const { chainId, address, version } = staged.safe
  const review = async () => {
    const state = await io.chain.readSafeState(staged.safe)
    const call = decode(staged, { chainId, safe: address, safeVersion: version, tokens: [] })
    const [effects, contract] = await Promise.all([
      io.simulator.simulate({ staged, state, assets: assetsOf(chain) }),
      io.chain.hashByContract(staged),
    ])
    if (effects.kind === 'unavailable') throw new Error(effects.reason)
    runRules({ ...sampleFacts(), staged, call, effects, safe: state, hashes: { ...sampleFacts().hashes, contract } })
  }
  const bodies = await recorded(review)
  const [whole, raw]: [number[], number[]] = [[], []]
  for (let round = 0; round < 60; round++) {
    whole.push(await timed(review))
    raw.push(
      await timed(async () => {
        for (const body of bodies) await (await post(chain.url, body)).text()
      }),
    )
  }
  const value = at(whole.slice(10), 0.5) / at(raw.slice(10), 0.5)
  return {
    name: `server review of an ERC-20 transfer beside its ${bodies.length} requests to the node one after another, p50 ${at(whole.slice(10), 0.5).toFixed(1)} ms`,
    ...{ value: Number(value.toFixed(2)), unit: 'times', limit: 1.5 },
  }
}

/** The bodies that a piece of work posts. */
async function recorded(work: () => Promise<void>): Promise<readonly string[]> {
  const own = globalThis.fetch
  const bodies: string[] = []
  globalThis.fetch = (input, init) => {
    bodies.push(String(init?.body))
    return own(input, init)
  }
  try {
    await work()
  } finally {
    globalThis.fetch = own
  }
  return bodies
}

const post = (url: string, body: string) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

const ioOf = (chain: TestChain) => createIo({ rpcUrls: new Map([[local.id, [chain.url]]]), signatureKey: null })

const assetsOf = (chain: TestChain): Asset[] => [
  { chainId: local.id, address: 'native', symbol: 'ETH', decimals: 18 },
  { chainId: local.id, address: chain.tokens.usdc, symbol: 'USDC', decimals: 6 },
]

function at(times: readonly number[], part: number): number {
  const sorted = [...times].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}
