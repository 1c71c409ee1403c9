import type { Address, Hex } from 'viem'
import { concat, encodeAbiParameters, encodePacked, pad, parseEther, size } from 'viem/utils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ZERO_ADDRESS } from '@/lib/core/address'
import { decode } from '@/lib/decode/decode'
import { DEPLOYED_VERSIONS } from '@/lib/desk/contracts-table'
import { MAX_ZEROS } from '@/lib/decode/packed-calls'
import { deploymentNamed } from '@/lib/stage/deployments'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { Random } from '@/tests/builders/random'

/** An account that runs a library in its place, as a Safe does, and nothing else. */
const ACCOUNT: Address = '0x5AfE000000000000000000000000000000005aFe'
const TARGETS: readonly Address[] = [
  '0xc090682F12C01cF17056DFc90575fc9D4cc94244',
  '0x4aE06B35878EDE14587A7e88DC7F0f4047c33331',
  ZERO_ADDRESS,
]
const PAYLOADS = 170

type Frame = { type: string; to: Address; value?: Hex; input: Hex; error?: string; calls?: Frame[] }

let chain: TestChain
beforeAll(async () => {
  chain = await startTestChain()
  await chain.client.setBalance({ address: ACCOUNT, value: parseEther('1000') })
})
afterAll(() => chain.stop())

const LIBRARIES = DEPLOYED_VERSIONS.flatMap((version) =>
  ['MultiSend', 'MultiSendCallOnly'].map((name) => ({ name, version })),
)

describe.each(LIBRARIES)('$name $version', ({ name, version }) => {
  const library = deploymentNamed(31337, name, version)
  if (!library) throw new Error(`${name} ${version} is not on the local chain`)

  it(`does with ${PAYLOADS} random payloads what the tree says`, async () => {
    await chain.client.setCode({ address: ACCOUNT, bytecode: delegateTo(library.address) })
    const random = new Random(Number(version.replaceAll('.', '')) + name.length)
    const seen = { run: 0, refused: 0, malformedAndRun: 0 }
    for (let at = 0; at < PAYLOADS; at += 1) {
      const data = randomCalldata(random)
      const root = decode(
        {
          tx: {
            ...{ to: library.address, data, operation: 1, value: 0n, safeTxGas: 0n, baseGas: 0n, gasPrice: 0n },
            ...{ gasToken: ZERO_ADDRESS, refundReceiver: ZERO_ADDRESS, nonce: 0n },
          },
        },
        { chainId: 31337, safe: ACCOUNT, safeVersion: version, tokens: [] },
      )
      const said = root.children.map(({ operation, target, value, data: input }) =>
        [operation === 1 ? 'DELEGATECALL' : 'CALL', target, operation === 1 ? 0n : value, input]
          .join(' ')
          .toLowerCase(),
      )
      const { isRun, frames } = await trace(data)
      // What ran is all that the tree says; what was refused got no further than the tree says.
      const expected = isRun ? said : said.slice(0, frames.length)
      expect([data, frames.map((it, place) => withoutZeros(it, said[place] ?? ''))]).toEqual([data, expected])
      seen[isRun ? 'run' : 'refused'] += 1
      if (isRun && root.anomalies.length > 0) seen.malformedAndRun += 1
    }
    expect(Math.min(seen.run, seen.refused, seen.malformedAndRun)).toBeGreaterThan(5)
  })
})

async function trace(data: Hex): Promise<{ isRun: boolean; frames: readonly string[] }> {
  const answer: unknown = await chain.client.request({
    method: 'debug_traceCall',
    params: [{ to: ACCOUNT, data }, 'latest', { tracer: 'callTracer' }],
  } as never)
  const root = answer as Frame
  const frames = root.calls?.[0]?.calls ?? []
  return {
    isRun: root.error === undefined,
    frames: frames.map(({ type, to, value, input }) =>
      [type, to, type === 'DELEGATECALL' ? 0n : BigInt(value ?? 0), input].join(' ').toLowerCase(),
    ),
  }
}

/** A length far beyond the end makes the contract send up to megabytes of zeros, which the tree does not repeat. */
function withoutZeros(frame: string, said: string): string {
  const isLonger = frame.length > said.length + 2 * MAX_ZEROS - 200 && frame.startsWith(said)
  return isLonger && /^0+$/.test(frame.slice(said.length)) ? said : frame
}

/** A batch, well formed or broken in one of the ways that readers get wrong. */
function randomCalldata(random: Random): Hex {
  const entries = Array.from({ length: random.int(4) }, () => randomEntry(random))
  const packed = broken(concat(['0x', ...entries]), random)
  return brokenCall(concat(['0x8d80ff0a', encodeAbiParameters([{ type: 'bytes' }], [packed])]), random)
}

function randomEntry(random: Random): Hex {
  const data = random.pick<Hex>(['0x', '0x', random.hex(4), random.hex(36), random.hex(100)])
  const operation = random.pick([0, 0, 0, 0, 0, 1, 2, 255])
  const length = BigInt(Math.max(0, size(data) + random.pick([0, 0, 0, 0, 0, 0, 1, -1, 40, 700])))
  return encodePacked(
    ['uint8', 'address', 'uint256', 'uint256', 'bytes'],
    [operation, random.pick(TARGETS), BigInt(random.int(1000)), length, data],
  )
}

function broken(packed: Hex, random: Random): Hex {
  const bytes = size(packed)
  switch (random.int(4)) {
    case 0:
      return `0x${packed.slice(2, 2 + 2 * Math.max(0, bytes - random.int(60)))}`
    case 1:
      return concat([packed, random.hex(random.int(90))])
    default:
      return packed
  }
}

function brokenCall(data: Hex, random: Random): Hex {
  switch (random.int(8)) {
    case 0:
      return concat([data, random.hex(1 + random.int(64))])
    case 1:
      return `0x${data.slice(2, 2 + 2 * Math.max(4, size(data) - random.int(40)))}`
    case 2:
      return concat(['0x8d80ff0a', pad('0x40'), random.hex(32), `0x${data.slice(2 + 8 + 64)}`])
    default:
      return data
  }
}

/** Copies its calldata, delegates to the library with it, and reverts when that does. */
const delegateTo = (library: Address): Hex =>
  concat(['0x3660006000376000600036600073', library, '0x5af4602c57600060', '0x00fd5b00'])
