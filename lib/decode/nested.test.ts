import type { Address, Hex } from 'viem'
import { concat, encodeAbiParameters, encodeFunctionData, pad, parseAbi, parseAbiItem } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { ZERO_ADDRESS } from '@/lib/core/address'
import { decode } from '@/lib/decode/decode'
import type { CallNode, DecodeContext } from '@/lib/decode/types'

const SAFE: Address = '0x7E52B1a8CE6dAbF09dA6CD080f53a32039A0d117'
const USDC: Address = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'
const STRANGER: Address = '0x4aE06B35878EDE14587A7e88DC7F0f4047c33331'
const VENDOR: Address = '0xc090682F12C01cF17056DFc90575fc9D4cc94244'
const MULTICALL3: Address = '0xcA11bde05977b3631167028862bE2a173976CA11'
const ROUTER: Address = '0x3fC91A3afd70395Cd496C647d5a6CC9D4B2b7FAD'
const POSITIONS: Address = '0xC36442b4a4522E871399CD717aBDD847Ab11FE88'
const FACTORY: Address = '0x4e1DCf7AD4e460CfD30791CCC4F9c8a4f820ec67'
const SINGLETON: Address = '0x41675C099F32341bf84BFc5382aF534df5C7461a'
const L2_SETUP: Address = '0xBD89A1CE4DDe368FFAB0eC35506eEcE0b1fFdc54'
const MESSENGER: Address = '0x25ace71c97B33Cc4729CF772ae268934F7ab5fA1'
const INBOX: Address = '0x4Dbd4fc535Ac27206064B68FfCf827b0A60BAB3f'
const WORD: Hex = `0x${'00'.repeat(32)}`

const CONTEXT: DecodeContext = {
  chainId: 1,
  safe: SAFE,
  safeVersion: '1.4.1',
  tokens: [{ address: USDC, symbol: 'USDC' }],
}
const read = (to: Address, data: Hex, operation = 0): CallNode =>
  decode(
    {
      tx: {
        ...{ to, data, operation, value: 0n, safeTxGas: 0n, baseGas: 0n, gasPrice: 0n, nonce: 0n },
        ...{ gasToken: ZERO_ADDRESS, refundReceiver: ZERO_ADDRESS },
      },
    },
    CONTEXT,
  )
const call = (signature: string, ...args: readonly unknown[]): Hex => {
  const text: string = `function ${signature}`
  return encodeFunctionData({ abi: [parseAbiItem([text])], args } as unknown as Parameters<
    typeof encodeFunctionData
  >[0])
}
/** Signature, target and actor of the calls inside. */
const inside = (node: CallNode) => node.children.map(({ signature, target, actor }) => [signature, target, actor])

const transfer = call('transfer(address to, uint256 amount)', VENDOR, 250n)
const enable = call('enableModule(address module)', STRANGER)
const TRANSFER = 'transfer(address,uint256)'

describe('calls inside calls', () => {
  it('opens Multicall3, in the name of the Safe only when it runs in its place', () => {
    const data = call('aggregate3Value((address target, bool allowFailure, uint256 value, bytes callData)[] calls)', [
      { target: SAFE, allowFailure: false, value: 3n, callData: enable },
    ])
    const foreign = read(MULTICALL3, data, 1)
    expect(foreign).toMatchObject({ provenance: 'verified', targetName: 'Multicall3', children: [{ value: 3n }] })
    expect(inside(foreign)).toEqual([['enableModule(address)', SAFE, SAFE]])
    expect(inside(read(MULTICALL3, data))).toEqual([['enableModule(address)', SAFE, MULTICALL3]])
  })

  it.each([
    ['aggregate((address target, bytes callData)[] calls)', [[{ target: USDC, callData: transfer }]]],
    [
      'tryAggregate(bool all, (address target, bytes callData)[] calls)',
      [true, [{ target: USDC, callData: transfer }]],
    ],
    [
      'aggregate3((address target, bool allowFailure, bytes callData)[] calls)',
      [[{ target: USDC, allowFailure: true, callData: transfer }]],
    ],
  ])('opens %s', (signature, args) => {
    expect(inside(read(MULTICALL3, call(signature, ...args)))).toEqual([[TRANSFER, USDC, MULTICALL3]])
  })

  it('opens multicall as calls of the contract to itself in the name of its caller', () => {
    const steal = call('safeTransferFrom(address from, address to, uint256 tokenId)', SAFE, STRANGER, 7n)
    const node = read(POSITIONS, call('multicall(bytes[] data)', [steal]))
    expect(inside(node)).toEqual([['safeTransferFrom(address,address,uint256)', POSITIONS, SAFE]])
  })

  it('opens a call of another Safe, down to the batch inside, with nothing vouching for it', () => {
    const execute =
      'execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures)'
    const node = read(VENDOR, call(execute, USDC, 0n, transfer, 0, 0n, 0n, 0n, ZERO_ADDRESS, ZERO_ADDRESS, '0x'))
    expect(node).toMatchObject({
      provenance: 'selector-only',
      signature: '',
      readings: [{ arguments: { length: 10 } }],
    })
    expect(inside(node)).toEqual([[TRANSFER, USDC, VENDOR]])
  })

  it('opens the setup of a Safe that a factory creates', () => {
    const setup = call(
      'setup(address[] _owners, uint256 _threshold, address to, bytes data, address fallbackHandler, address paymentToken, uint256 payment, address paymentReceiver)',
      ...[[VENDOR], 1n, L2_SETUP, call('setupToL2(address l2Singleton)', SINGLETON)],
      ...[ZERO_ADDRESS, ZERO_ADDRESS, 0n, ZERO_ADDRESS],
    )
    const node = read(FACTORY, call('createProxyWithNonce(address a, bytes b, uint256 c)', SINGLETON, setup, 1n))
    expect(node).toMatchObject({ provenance: 'verified', targetName: 'SafeProxyFactory 1.4.1' })
    const [created] = node.children
    expect(created).toMatchObject({ targetName: 'Safe 1.4.1', provenance: 'verified' })
    expect(created?.children).toMatchObject([{ operation: 1, signature: 'setupToL2(address)', provenance: 'verified' }])
  })

  it('opens the commands of a Universal Router and keeps unknown ones as bytes', () => {
    const input = encodeAbiParameters(
      [{ type: 'address' }, { type: 'address' }, { type: 'uint256' }],
      [USDC, STRANGER, 9n],
    )
    const node = read(
      ROUTER,
      call('execute(bytes commands, bytes[] inputs, uint256 deadline)', '0x8510', [input, '0xabcd'], 1n),
    )
    expect(node.children).toMatchObject([
      { signature: 'TRANSFER(address,address,uint256)', provenance: 'verified', data: input.toLowerCase() },
      { signature: '', provenance: 'unknown', data: '0xabcd' },
    ])
    const plan = call('execute(bytes commands, bytes[] inputs)', '0x21', [
      encodeAbiParameters([{ type: 'bytes' }, { type: 'bytes[]' }], ['0x05', [input]]),
    ])
    expect(read(ROUTER, plan).children[0]?.children).toMatchObject([{ signature: 'TRANSFER(address,address,uint256)' }])
    const elsewhere = read(STRANGER, plan).children[0]
    expect(elsewhere).toMatchObject({ signature: '', provenance: 'selector-only' })
    expect(elsewhere?.children[0]?.readings).toMatchObject([{ signature: 'TRANSFER(address,address,uint256)' }])
  })

  it.each([
    [
      'TimelockController',
      'schedule(address target, uint256 value, bytes data, bytes32 predecessor, bytes32 salt, uint256 delay)',
      [USDC, 0n, transfer, WORD, WORD, 1n],
    ],
    [
      'TimelockController batches',
      'executeBatch(address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt)',
      [[USDC], [0n], [transfer], WORD, WORD],
    ],
    [
      'Governor',
      'propose(address[] targets, uint256[] values, bytes[] calldatas, string description)',
      [[USDC], [0n], [transfer], 'Pay'],
    ],
    [
      'GovernorBravo',
      'propose(address[] targets, uint256[] values, string[] signatures, bytes[] calldatas, string description)',
      [[USDC], [0n], [TRANSFER], [`0x${transfer.slice(10)}`], 'Pay'],
    ],
    [
      'ERC-4337 accounts',
      'executeBatch((address to, uint256 value, bytes data)[] calls)',
      [[{ to: USDC, value: 0n, data: transfer }]],
    ],
    [
      'modules',
      'execTransactionFromModule(address to, uint256 value, bytes data, uint8 operation)',
      [USDC, 0n, transfer, 0],
    ],
  ])('opens %s', (_what, signature, args) => {
    expect(inside(read(VENDOR, call(signature, ...args)))).toEqual([[TRANSFER, USDC, VENDOR]])
  })

  it('opens the operations of an EntryPoint, account creation first', () => {
    const op = {
      ...{ sender: VENDOR, nonce: 0n, initCode: concat([STRANGER, '0x12345678']) },
      callData: call('execute(address to, uint256 value, bytes data)', USDC, 0n, transfer),
      ...{ accountGasLimits: WORD, preVerificationGas: 0n, gasFees: WORD, paymasterAndData: '0x', signature: '0x' },
    }
    const signature =
      'handleOps((address sender, uint256 nonce, bytes initCode, bytes callData, bytes32 accountGasLimits, uint256 preVerificationGas, bytes32 gasFees, bytes paymasterAndData, bytes signature)[] ops, address beneficiary)'
    const node = read('0x0000000071727De22E5E9d8BAf0edAc6f37da032', call(signature, [op], VENDOR))
    expect(node.children.map(({ target, data }) => [target, data.slice(0, 10)])).toEqual([
      [STRANGER, '0x12345678'],
      [VENDOR, op.callData.slice(0, 10)],
    ])
    expect(node.children[1]?.children).toMatchObject([{ signature: TRANSFER, target: USDC }])
  })

  it('opens the three kinds of ERC-7579 and the two of ERC-7821', () => {
    const mode = (digits: string): Hex => pad(`0x${digits}`, { dir: 'right' })
    const run = (digits: string, body: Hex) =>
      read(VENDOR, call('execute(bytes32 mode, bytes body)', mode(digits), body)).children
    const calls = [{ to: ZERO_ADDRESS, value: 1n, data: transfer }]
    const tuple = {
      type: 'tuple[]',
      components: parseAbi(['function f(address to, uint256 value, bytes data)'])[0].inputs,
    }
    expect(run('00', concat([USDC, WORD, transfer]))).toMatchObject([{ operation: 0, signature: TRANSFER }])
    expect(run('ff', concat([USDC, transfer]))).toMatchObject([{ operation: 1, signature: TRANSFER }])
    expect(run('01', encodeAbiParameters([tuple], [calls]))).toMatchObject([
      { to: ZERO_ADDRESS, target: VENDOR, value: 1n },
    ])
    const more = encodeAbiParameters([tuple, { type: 'bytes' }], [calls, '0xaa'])
    expect(run('01000000000078210001', more)).toMatchObject([{ target: VENDOR, data: transfer }])
    const batches = encodeAbiParameters([{ type: 'bytes[]' }], [[encodeAbiParameters([tuple], [calls])]])
    expect(run('01000000000078210002', batches)).toMatchObject([{ target: VENDOR, data: transfer }])
  })

  it('knows nothing by its address on another chain, and stays there', () => {
    const aggregate = call('aggregate((address target, bytes callData)[] calls)', [{ target: SAFE, callData: enable }])
    const message = read(MESSENGER, call('sendMessage(address a, bytes b, uint32 c)', MULTICALL3, aggregate, 1))
    expect(message).toMatchObject({ provenance: 'verified', targetName: 'Optimism messenger', elsewhere: '' })
    const [over] = message.children
    expect(over).toMatchObject({
      provenance: 'selector-only',
      signature: '',
      elsewhere: 'the other side of the bridge',
    })
    expect(over?.children).toMatchObject([{ target: SAFE, signature: '', elsewhere: 'the other side of the bridge' }])
    const ticket =
      'createRetryableTicket(address to, uint256 l2CallValue, uint256 maxSubmissionCost, address a, address b, uint256 gasLimit, uint256 maxFeePerGas, bytes data)'
    const down = read(INBOX, call(ticket, USDC, 1n, 1n, VENDOR, VENDOR, 1n, 1n, transfer))
    expect(down.children).toMatchObject([{ elsewhere: 'Arbitrum', provenance: 'selector-only', signature: '' }])
  })

  it('runs the initializer of an upgrade at the proxy', () => {
    const upgrade = call('upgradeAndCall(address proxy, address implementation, bytes data)', VENDOR, STRANGER, enable)
    expect(inside(read(STRANGER, upgrade))).toEqual([['', VENDOR, STRANGER]])
    const own = call('upgradeToAndCall(address implementation, bytes data)', STRANGER, enable)
    expect(inside(read(VENDOR, own))).toEqual([['', VENDOR, SAFE]])
  })

  it('says that arrays of unequal length are not what a contract takes', () => {
    const signature =
      'scheduleBatch(address[] targets, uint256[] values, bytes[] payloads, bytes32 a, bytes32 b, uint256 delay)'
    expect(read(VENDOR, call(signature, [USDC, SAFE], [0n], [transfer], WORD, WORD, 1n)).anomalies).toEqual([
      'noncanonical',
    ])
  })
})

describe('limits', () => {
  it('reads overlapping bytes no more often than they could stand there', () => {
    // Every element of the array is the array itself, eight levels deep: 400 to the power of 8 calls by a naive reader.
    const size = 400
    const head = Array.from({ length: size }, () => '0'.repeat(64)).join('')
    const data: Hex = `0xac9650d8${'20'.padStart(64, '0')}${size.toString(16).padStart(64, '0')}${head}`
    const started = performance.now()
    const node = read(STRANGER, data)
    expect(performance.now() - started).toBeLessThan(500)
    expect(node.anomalies.length > 0 || node.provenance === 'too-deep').toBe(true)
  })

  it('stays fast when one large payload is named by every entry', () => {
    const payload = 'ab'.repeat(100_000)
    const count = 2_000
    const offsets = Array.from({ length: count }, () => (count * 32).toString(16).padStart(64, '0')).join('')
    const tail = `${(payload.length / 2).toString(16).padStart(64, '0')}${payload}`
    const data: Hex = `0xac9650d8${'20'.padStart(64, '0')}${count.toString(16).padStart(64, '0')}${offsets}${tail}`
    const started = performance.now()
    expect(read(STRANGER, data)).toMatchObject({ provenance: 'too-deep', children: [] })
    expect(performance.now() - started).toBeLessThan(1_000)
  })

  it('opens a Multicall3 of 5,000 calls', () => {
    const calls = Array.from({ length: 5_000 }, () => ({ target: USDC, allowFailure: false, callData: transfer }))
    const data = call('aggregate3((address target, bool allowFailure, bytes callData)[] calls)', calls)
    expect(read(MULTICALL3, data).children).toHaveLength(5_000)
  })
})
