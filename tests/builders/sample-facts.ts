import type { Address, Hash, Hex } from 'viem'
import { numberToHex } from 'viem/utils'
import { allCalls } from '@/lib/assess/calls'
import { NO_PAST } from '@/lib/assess/past'
import type { Facts, Finding } from '@/lib/assess/types'
import { ZERO_ADDRESS } from '@/lib/core/address'
import { decode } from '@/lib/decode/decode'
import { SELECTOR_NAMES } from '@/lib/decode/selector-names'
import { NONCE_SLOT } from '@/lib/simulate/safe-slots'
import type { Effects, Frame, SafeState } from '@/lib/simulate/types'
import { buildTransfer } from '@/lib/stage/build'
import { deploymentsOf } from '@/lib/stage/deployments'
import { hashSafeTx } from '@/lib/stage/hash'
import type { Asset, Intent, Leg, SafeRef, SafeTx, SafeVersion, StagedTx } from '@/lib/stage/types'

/** Names used by the tests of the assess room. */
export const SAFE: Address = '0x7E52B1a8CE6dAbF09dA6CD080f53a32039A0d117'
export const VENDOR: Address = '0xc090682F12C01cF17056DFc90575fc9D4cc94244'
export const STRANGER: Address = '0x4aE06B35878EDE14587A7e88DC7F0f4047c33331'
export const OPERATIONS: Address = '0x4F904989f296264F1Af620F5B992830ba772e891'
export const ETH: Asset = { chainId: 31337, address: 'native', symbol: 'ETH', decimals: 18 }
export const USDC = {
  chainId: 31337,
  address: '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48',
  symbol: 'USDC',
  decimals: 6,
} as const satisfies Asset
export const OWNERS: readonly Address[] = [
  '0x8Faa98aC8B87234BeEc2CbA449b630891A5d5D1E',
  '0x5fBc43853E0B5F2b428c958f1E7b984B69b0cf95',
  '0x46A3A53a278900756bae0f56eFB2877dA26a2026',
  '0x3E7ca85BbAdeCB08999892096Fc826ccC4Eee5bC',
  '0x537d5c62912130A1Bc22b9549761400ecF9D9dFF',
]

export const payUsdc = (units: bigint, recipient: Address = VENDOR): Leg => ({ asset: USDC, recipient, units })
export const payEth = (units: bigint, recipient: Address = VENDOR): Leg => ({ asset: ETH, recipient, units })

export type SampleChange = {
  readonly legs?: readonly Leg[]
  readonly version?: SafeVersion
  /** Fields that differ from what the legs ask for: an attack on the bytes. */
  readonly tx?: Partial<SafeTx>
  readonly facts?: Partial<Facts>
  readonly effects?: Partial<Extract<Effects, { kind: 'simulated' }>>
}

/** Facts of an honest payment of 250 USDC to a contact, or of that with changes. */
export function sampleFacts({
  legs = [payUsdc(250_000_000n)],
  version = '1.4.1',
  tx,
  facts,
  effects,
}: SampleChange = {}): Facts {
  const safe: SafeRef = { chainId: 31337, address: SAFE, version }
  const intent: Intent = { legs, purpose: 'Invoice 1182', reference: '' }
  const built = legs.length > 0 ? buildTransfer({ safe, intent, nonce: 7n }).tx : EMPTY
  const fields = { ...built, ...tx }
  const staged: StagedTx = { safe, tx: fields, hashes: hashSafeTx(safe, fields) }
  const tokens = [{ address: USDC.address, symbol: USDC.symbol }]
  const call = decode(staged, { chainId: 31337, safe: SAFE, safeVersion: version, tokens, names: SELECTOR_NAMES })
  const own = staged.hashes.safeTx
  return {
    class: 'transfer',
    staged,
    intent,
    call,
    effects: { ...effectsOf({ staged, call }, legs), ...effects },
    safe: { ...STATE, version },
    contacts: [{ entryId: 'c1', version: 1, address: VENDOR, name: 'Northwind', isActive: true, coolingUntil: null }],
    ownSafes: [{ address: OPERATIONS, name: 'Operations Safe' }],
    assets: [ETH, USDC],
    hashes: { own, protocolKit: own, contract: own },
    queue: { onchainNonce: 7n, others: [] },
    history: { stagedAt: '2026-11-25T09:00:00.000Z', earlier: [] },
    past: NO_PAST,
    ...facts,
  }
}

/** `CODE outcome path`, for the findings that say something is wrong or not known. */
export function troubles(findings: readonly Finding[]): readonly string[] {
  return findings
    .filter(({ outcome }) => outcome !== 'pass')
    .map(({ code, outcome, path }) => [code, ...(outcome === 'fail' ? [] : [outcome]), path].join(' ').trim())
}

const EMPTY: SafeTx = {
  to: SAFE,
  value: 0n,
  data: '0x',
  operation: 0,
  safeTxGas: 0n,
  baseGas: 0n,
  gasPrice: 0n,
  gasToken: ZERO_ADDRESS,
  refundReceiver: ZERO_ADDRESS,
  nonce: 7n,
}

const STATE: SafeState = {
  version: '1.4.1',
  singleton: '0x29fcB43b46531BcA003ddC8FCB67FFE91900C762',
  owners: OWNERS,
  threshold: 3,
  nonce: 7n,
  modules: [],
  guard: ZERO_ADDRESS,
  moduleGuard: ZERO_ADDRESS,
  fallbackHandler: '0xfd0732Dc9E303f09fCEf3a7388Ad10A83459Ec99',
}

const word = (value: bigint): Hex => numberToHex(value, { size: 32 })

function effectsOf(run: Pick<Facts, 'staged' | 'call'>, legs: readonly Leg[]): Extract<Effects, { kind: 'simulated' }> {
  const digest: Hash = `0x${'11'.repeat(32)}`
  const held = 10n ** 30n
  const { nonce } = run.staged.tx
  return {
    kind: 'simulated',
    block: { number: 100n, hash: digest, timestamp: 1_790_000_000n },
    status: 'success',
    revertReason: null,
    gasUsed: 90_000n,
    environments: ['latest', 'next', 'later'].map((name) => ({ name, status: 'success' as const, digest })),
    root: rootFrame(run),
    balances: legs.flatMap(({ asset, recipient, units }) => [
      { account: SAFE, asset: asset.address, before: held, after: held - units },
      { account: recipient, asset: asset.address, before: 0n, after: units },
    ]),
    logged: legs.flatMap(({ asset: { address: token }, recipient: to, units }) =>
      token === 'native' ? [] : [{ event: 'transfer' as const, token, from: SAFE, to, units }],
    ),
    code: [],
    approvals: [],
    safeStorage: [{ slot: NONCE_SLOT, label: 'nonce', before: word(nonce), after: word(nonce + 1n) }],
    touched: [...deploymentsOf(31337), { address: USDC.address, codeHash: digest }].map(({ address, codeHash }) => ({
      address,
      codeHash,
      implementation: null,
    })),
  }
}

function rootFrame(run: Pick<Facts, 'staged' | 'call'>): Frame {
  const frame = (
    kind: string,
    from: Address,
    to: Address,
    value: bigint,
    input: Hex,
    calls: readonly Frame[],
  ): Frame => ({
    kind,
    from,
    to,
    value,
    input,
    error: null,
    calls,
  })
  const calls = allCalls(run).map(({ node, actor }) =>
    frame(node.operation === 1 ? 'DELEGATECALL' : 'CALL', actor, node.target, node.value, node.data, []),
  )
  const inside = frame('DELEGATECALL', SAFE, STATE.singleton, 0n, '0x6a761202', calls)
  return frame('CALL', OWNERS[0] ?? SAFE, SAFE, 0n, '0x6a761202', [inside])
}
