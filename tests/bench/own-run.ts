import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { type Address, parseEther } from 'viem'
import { local } from '@/lib/chains/local'
import { encodeWire } from '@/lib/core/wire'
import { mintToken } from '@/lib/desk/tokens'
import { createIo } from '@/lib/io/io'
import type { ProofSubject } from '@/lib/simulate/proof/prove-effects'
import type { Asset, StagedTx } from '@/lib/stage/types'
import { openChromium } from '@/tests/builders/browser'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { openSafe, stageTx, transfer } from '@/tests/chain/signed-safe'
import type { Figure } from './figure'

const PAYEE: Address = '0x2222222222222222222222222222222222222222'
const ROUNDS = 100
const WARM_UP = 20

/** A signer's own run of an ERC-20 transfer: how long it takes in Chromium once warm, proofs included, and what it weighs. */
export async function measureOwnRun(): Promise<readonly Figure[]> {
  const chain = await startTestChain()
  try {
    const safe = await openSafe(chain, '1.4.1')
    await chain.client.setBalance({ address: safe.address, value: parseEther('10') })
    await mintToken(chain.url, chain.tokens.usdc, safe.address, 1_000_000n)
    const staged = stageTx(safe, { to: chain.tokens.usdc, data: transfer(PAYEE, 250n) })
    return await inChromium(chain, staged)
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

const ioOf = (chain: TestChain) => createIo({ rpcUrls: new Map([[local.id, [chain.url]]]), signatureKey: null })

const assetsOf = (chain: TestChain): Asset[] => [
  { chainId: local.id, address: 'native', symbol: 'ETH', decimals: 18 },
  { chainId: local.id, address: chain.tokens.usdc, symbol: 'USDC', decimals: 6 },
]

function at(times: readonly number[], part: number): number {
  const sorted = [...times].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}
