import { spawnSync } from 'node:child_process'
import type { Address, Hash, Hex } from 'viem'
import { plainEnvironment } from '@/lib/desk/environment'
import { hashSafeTx } from '@/lib/stage/hash'
import type { SafeRef, SafeTx } from '@/lib/stage/types'
import { readCase } from '@/lib/verify/read-case'
import { SELECTOR_NAMES } from '@/lib/decode/selector-names'
import { verifyCase } from '@/lib/verify/verify-case'
import { castProgram } from './cast'
import type { Figure } from './figure'

const SAFE: SafeRef = { chainId: 1, address: '0x1Db92e2EeBC8E0c075a02BeA49a2935BcD2dFCF4', version: '1.4.1' }
const ZERO: Address = '0x0000000000000000000000000000000000000000'
const ROUNDS = 21

function paying(nonce: bigint): SafeTx {
  const data: Hex = `0xa9059cbb${'00'.repeat(12)}${'ab'.repeat(20)}${'00'.repeat(31)}07`
  const to: Address = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'
  const amounts = { value: 0n, safeTxGas: 0n, baseGas: 0n, gasPrice: 0n }
  return { to, data, operation: 0, gasToken: ZERO, refundReceiver: ZERO, nonce, ...amounts }
}

/** How long judging one transaction takes, as a part of what a shell takes that calls cast for each step of its hash alone. */
export async function measureVerifier(): Promise<readonly Figure[]> {
  return [await verifyFigure(1 / 30)]
}

async function verifyFigure(limit: number): Promise<Figure> {
  const tx = paying(42n)
  const given = readCase({ item: 0, name: '', value: caseOf(tx) })
  const expected = hashSafeTx(SAFE, tx).safeTx
  if (hashByCast(tx) !== expected) throw new Error('cast computes another hash')
  const times: { own: number; shell: number }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now()
    if ((await verifyCase(given, SELECTOR_NAMES)).hashes.safeTx !== expected)
      throw new Error('the verifier computes another hash')
    const between = performance.now()
    hashByCast(tx)
    times.push({ own: between - start, shell: performance.now() - between })
  }
  return {
    name: 'offline verify of one transaction, in process',
    value: rounded(median(times.map(({ own, shell }) => own / shell))),
    unit: `of the time of a shell with 6 cast processes (${rounded(median(times.map(({ shell }) => shell)))} ms)`,
    limit: rounded(limit),
  }
}

const caseOf = ({ data, to, nonce, ...rest }: SafeTx) => ({
  chainId: SAFE.chainId,
  safe: SAFE.address,
  safeVersion: SAFE.version,
  tx: {
    ...rest,
    ...{ to, data, value: '0', safeTxGas: '0', baseGas: '0', gasPrice: '0', nonce: Number(nonce) },
  },
})

const DOMAIN_TYPE = '0x47e79534a245952e8b16893a336b85a3d9ea9fa8c573f3d803afb92a79469218'
const SAFE_TX_TYPE = '0xbb8310d486368db6bd6f849402fdd73ad53d316b5a4b2644ad6efe0f941286d8'
const PIPELINE = `set -e
domain=$("$cast" keccak "$("$cast" abi-encode 'f(bytes32,uint256,address)' ${DOMAIN_TYPE} "$chain" "$safe")")
data=$("$cast" keccak "$bytes")
message=$("$cast" keccak "$("$cast" abi-encode 'f(bytes32,address,uint256,bytes32,uint8,uint256,uint256,uint256,address,address,uint256)' ${SAFE_TX_TYPE} "$to" 0 "$data" 0 0 0 0 ${ZERO} ${ZERO} "$nonce")")
"$cast" keccak "0x1901\${domain#0x}\${message#0x}"`

// The steps of EIP-712, each a process, as scripts around cast do it.
function hashByCast({ to, data, nonce }: SafeTx): Hash {
  const { chainId, address } = SAFE
  const given = { chain: String(chainId), safe: address, to, bytes: data, nonce: String(nonce) }
  const env = { ...plainEnvironment(), NODE_ENV: 'production' as const, cast: castProgram(), ...given }
  const { stdout, stderr, status } = spawnSync('bash', ['-c', PIPELINE], { encoding: 'utf8', env })
  if (status !== 0) throw new Error(`cast failed: ${stderr}`)
  return stdout.trim() as Hash
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

const rounded = (value: number) => Math.round(value * 10_000) / 10_000
