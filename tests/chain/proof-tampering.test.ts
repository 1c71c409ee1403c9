import {
  type Address,
  concatHex,
  encodeFunctionData,
  type Hex,
  numberToHex,
  parseAbi,
  parseEther,
  zeroHash,
} from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEPLOYMENT_PROXY } from '@/lib/desk/contracts-table'
import { mintToken } from '@/lib/desk/tokens'
import { compareEffects } from '@/lib/simulate/proof/compare-effects'
import { ProofFault } from '@/lib/simulate/proof/fault'
import { proveEffects } from '@/lib/simulate/proof/prove-effects'
import type { Witness } from '@/lib/simulate/proof/types'
import { encodeMultiSend } from '@/lib/stage/multisend'
import type { SafeRef } from '@/lib/stage/types'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { Random } from '@/tests/builders/random'
import { type ProofCase, prepareProof } from '@/tests/chain/prepare-proof'
import { allow, EXECUTOR, openSafe, stageTx, transfer } from '@/tests/chain/signed-safe'

const PAYEE: Address = '0x2222222222222222222222222222222222222222'
const OWNERS = parseAbi(['function addOwnerWithThreshold(address,uint256)'])

let chain: TestChain
let safe: SafeRef
beforeAll(async () => {
  chain = await startTestChain()
  safe = await openSafe(chain, '1.4.1')
  await chain.client.setBalance({ address: safe.address, value: parseEther('10') })
  await mintToken(chain.url, chain.tokens.usdc, safe.address, 1_000_000n)
  await chain.client.mine({ blocks: 1 })
})
afterAll(() => chain.stop())

type Fields = () => Parameters<typeof stageTx>[1]
const PAYING: Fields = () => ({ to: chain.tokens.usdc, data: transfer(PAYEE, 250n) })
const BATCH: Fields = () => ({
  to: chain.contracts['1.4.1'].MultiSendCallOnly as Address,
  operation: 1,
  data: encodeMultiSend([
    { to: PAYEE, value: 7n, data: '0x' },
    { to: chain.tokens.usdc, value: 0n, data: transfer(PAYEE, 250n) },
    { to: chain.tokens.usdc, value: 0n, data: allow(EXECUTOR, 9n) },
  ]),
})
const OWNER: Fields = () => ({
  to: safe.address,
  data: encodeFunctionData({ abi: OWNERS, functionName: 'addOwnerWithThreshold', args: [EXECUTOR, 1n] }),
})
const CREATION: Fields = () => ({ to: DEPLOYMENT_PROXY, data: concatHex([zeroHash, '0x600160005360016000f3']) })
const FAILURE: Fields = () => ({ to: chain.tokens.stuck, data: transfer(PAYEE, 1n), safeTxGas: 200_000n })

const prepared = (fields: Fields): Promise<ProofCase> => prepareProof(chain, stageTx(safe, fields()))

describe('of 200 bytes of header, proofs and code changed one at a time', () => {
  it('none goes unnoticed, and what is no other key of the state is told as a lie', async () => {
    const { subject, told, witness } = await prepared(BATCH)
    const random = new Random(1)
    const places = leavesOf(witness).filter(([, leaf]) => leaf !== '0x')
    for (let round = 0; round < 200; round++) {
      const [place, leaf] = random.pick(places)
      const changed = changedAt(witness, place, flipped(leaf as Hex, random))
      const found = await outcomeOf({ subject, told, witness: changed })
      // A proof that holds for another account or slot is no lie. Where the run reads what is now missing it fails, as a
      // run that could not be had; where it does not, nothing hangs on the entry.
      const isKey = ['address', 'slot'].includes(place.at(-1) ?? '')
      const unread = isKey && found === 'confirms'
      if (unread)
        expect(await outcomeOf({ subject, told, witness: withoutAt(witness, place.slice(0, -1)) })).toBe('confirms')
      else expect(isKey ? ['stops', 'lacks'] : ['stops'], place.join('.')).toContain(found)
    }
  })
})

describe.each([
  ['a batch of payments and an allowance', BATCH],
  ['another owner', OWNER],
  ['a new contract', CREATION],
  ['a call that fails inside', FAILURE],
])('of what the server says of %s', (_, fields) => {
  it('every number, text and byte is compared but those that the page calls the node’s word', async () => {
    const { subject, told, witness } = await prepared(fields)
    const own = await proveEffects(subject, witness)
    expect(compareEffects(own, told)).toEqual([])
    const random = new Random(2)
    for (const [place, leaf] of leavesOf(told))
      for (const other of othersThan(leaf, random)) {
        const said = compareEffects(own, changedAt(told, place, other))
        const change = `${place.join('.')}: ${String(leaf)} → ${String(other)}`
        if (isNodesWord(place, told)) expect(said, change).toEqual([])
        else expect(said, change).not.toEqual([])
      }
  })

  it('nothing is told twice unnoticed', async () => {
    const { subject, told, witness } = await prepared(fields)
    const own = await proveEffects(subject, witness)
    for (const kind of ['balances', 'approvals', 'safeStorage', 'touched', 'logged', 'code'] as const)
      for (const one of told[kind] ?? [])
        expect(compareEffects(own, { ...told, [kind]: [...(told[kind] ?? []), one] }), kind).not.toEqual([])
  })
})

it('the numbers of money are among what is compared', async () => {
  const { told } = await prepared(BATCH)
  const numbers = leavesOf(told).flatMap(([place, leaf]) =>
    typeof leaf === 'bigint' && !isNodesWord(place, told)
      ? [place.map((key) => (/^\d+$/.test(key) ? '*' : key)).join('.')]
      : [],
  )
  expect(new Set(numbers)).toEqual(
    new Set([
      ...[
        'balances.*.before',
        'balances.*.after',
        'approvals.*.units',
        'logged.*.units',
        'block.number',
        'block.timestamp',
      ],
      ...['root.value', 'root.calls.*.calls.*.calls.*.value'],
    ]),
  )
})

it('what is left out of the witness stops the run, or was not needed: no answer is made up', async () => {
  const { subject, told, witness } = await prepared(PAYING)
  const stopped: string[] = []
  const tried = async (what: string, accounts: Witness['accounts']) => {
    try {
      expect(compareEffects(await proveEffects(subject, { ...witness, accounts }), told)).toEqual([])
    } catch (error) {
      expect(error).toMatchObject({ kind: 'missing' })
      stopped.push(what)
    }
  }
  for (const [place, account] of witness.accounts.entries()) {
    await tried(
      account.address,
      witness.accounts.filter((_, at) => at !== place),
    )
    for (const { slot } of account.storage) {
      const storage = account.storage.filter((one) => one.slot !== slot)
      await tried(
        `${account.address} ${slot}`,
        witness.accounts.map((one) => (one === account ? { ...account, storage } : one)),
      )
    }
  }
  const needed = [subject.staged.safe.address, chain.tokens.usdc]
  expect(stopped).toEqual(expect.arrayContaining(needed))
  expect(stopped.filter((what) => what.startsWith(`${chain.tokens.usdc} `)).length).toBeGreaterThan(1)
})

/** How the product takes a run: as a stop, as one that could not be had, or as one that confirms what it was told. */
async function outcomeOf({ subject, told, witness }: ProofCase): Promise<'stops' | 'lacks' | 'confirms'> {
  try {
    return compareEffects(await proveEffects(subject, witness), told).length > 0 ? 'stops' : 'confirms'
  } catch (error) {
    if (!(error instanceof ProofFault)) throw error
    return error.kind === 'wrong' ? 'stops' : 'lacks'
  }
}

/**
 * What an own run does not look at: gas and why a call fails, which the page calls the node’s word; runs elsewhere, in
 * other blocks, by other nodes and after the queue; and the value of a delegatecall, which moves nothing and is not shown.
 */
function isNodesWord(place: Path, told: ProofCase['told']): boolean {
  const [first, last] = [place[0] ?? '', place.at(-1) ?? '']
  if (['kind', 'environments', 'party', 'voices', 'inTurn'].includes(first) && (first !== 'kind' || place.length === 1))
    return true
  if (last === 'gasUsed' || last === 'reason') return true
  if (first !== 'root') return false
  const frame = valueAt(told, place.slice(0, -1)) as { readonly kind?: string; readonly error?: string | null }
  return (last === 'value' && frame.kind === 'DELEGATECALL') || (last === 'error' && frame.error !== null)
}

type Path = readonly string[]

/** Every value in another that holds no more values, with its path. */
function leavesOf(value: unknown, path: Path = []): (readonly [Path, unknown])[] {
  if (value === null || typeof value !== 'object') return [[path, value]]
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]))
}

function othersThan(leaf: unknown, random: Random): readonly unknown[] {
  if (leaf === null) return [zeroHash]
  if (typeof leaf === 'bigint') {
    const word = BigInt(flipped(numberToHex(leaf, { size: 32 }), random))
    return [leaf + 1n, word, ...(leaf > 0n ? [leaf - 1n, 0n] : [])]
  }
  if (typeof leaf !== 'string') throw new TypeError(`nothing is known to put in the place of ${String(leaf)}`)
  return /^0x([0-9a-fA-F]{2})+$/.test(leaf)
    ? [flipped(leaf as Hex, random), flipped(leaf as Hex, random)]
    : [`${leaf}00`]
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce((inner, key) => (inner as Record<string, unknown>)[key], value)

function changedAt<Value>(value: Value, [key, ...rest]: Path, other: unknown): Value {
  if (key === undefined) return other as Value
  if (Array.isArray(value))
    return value.map((one, place) => (String(place) === key ? changedAt(one, rest, other) : one)) as Value
  return { ...value, [key]: changedAt((value as Record<string, unknown>)[key], rest, other) }
}

/** The same without one entry of a list. */
function withoutAt<Value>(value: Value, path: Path): Value {
  const list = valueAt(value, path.slice(0, -1)) as readonly unknown[]
  return changedAt(
    value,
    path.slice(0, -1),
    list.filter((_, place) => String(place) !== path.at(-1)),
  )
}

/** The same with one byte changed. */
function flipped(hex: Hex, random: Random): Hex {
  const bytes = Buffer.from(hex.slice(2), 'hex')
  const place = random.int(bytes.length)
  bytes[place] = (bytes[place] ?? 0) ^ (1 + random.int(255))
  return `0x${bytes.toString('hex')}`
}
