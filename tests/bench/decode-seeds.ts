import type { Address, Hex } from 'viem'
import { concat, encodeFunctionData, encodePacked, type EncodeFunctionDataParameters, parseAbi, size } from 'viem/utils'
import type { DecodeContext } from '@/lib/decode/types'

const SAFE: Address = '0x7E52B1a8CE6dAbF09dA6CD080f53a32039A0d117'
const USDC: Address = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'
const VENDOR: Address = '0xc090682F12C01cF17056DFc90575fc9D4cc94244'
const CALL_ONLY: Address = '0x9641d764fc13c8B624c04430C7356C1C7C8102e2'
const CALL_ONLY_150: Address = '0xA83c336B20401Af773B6219BA5027174338D1836'
const MULTICALL3: Address = '0xcA11bde05977b3631167028862bE2a173976CA11'
const ROUTER: Address = '0x66a9893cC07D91D95644AEDD05D03f95e1dBA8Af'
const POSITIONS: Address = '0xC36442b4a4522E871399CD717aBDD847Ab11FE88'
const ZERO: Address = '0x0000000000000000000000000000000000000000'
const SALT: Hex = `0x${'00'.repeat(32)}`

const abi = parseAbi([
  'function transfer(address to, uint256 amount)',
  'function enableModule(address module)',
  'function multiSend(bytes transactions)',
  'function multicall(bytes[] data)',
  'function aggregate3Value((address target, bool allowFailure, uint256 value, bytes callData)[] calls)',
  'function execute(bytes commands, bytes[] inputs, uint256 deadline)',
  'function execute(bytes32 mode, bytes executionCalldata)',
  'function scheduleBatch(address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt, uint256 delay)',
  'function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures)',
  'function handleOps((address sender, uint256 nonce, bytes initCode, bytes callData, bytes32 accountGasLimits, uint256 preVerificationGas, bytes32 gasFees, bytes paymasterAndData, bytes signature)[] ops, address beneficiary)',
  'function sendMessage(address target, bytes message, uint32 minGasLimit)',
])
const call = (...[functionName, args]: Parameters<typeof encode>): Hex => encode(functionName, args)
function encode(
  functionName: NonNullable<EncodeFunctionDataParameters<typeof abi>['functionName']>,
  args: readonly unknown[],
): Hex {
  return encodeFunctionData({ abi, functionName, args } as EncodeFunctionDataParameters)
}

const entry = (to: Address, data: Hex, value = 0n): Hex =>
  encodePacked(['uint8', 'address', 'uint256', 'uint256', 'bytes'], [0, to, value, BigInt(size(data)), data])
const transfer = call('transfer', [VENDOR, 250n])
const enable = call('enableModule', [VENDOR])
const batch = call('multiSend', [concat([entry(USDC, transfer), entry(VENDOR, '0x', 5n), entry(ZERO, enable)])])
const aggregate = call('aggregate3Value', [
  [
    { target: USDC, allowFailure: true, value: 0n, callData: transfer },
    { target: SAFE, allowFailure: false, value: 1n, callData: enable },
  ],
])
const router = call('execute', [
  '0x05',
  [concat([`0x${'00'.repeat(12)}`, USDC, `0x${'00'.repeat(12)}`, VENDOR, `0x${'00'.repeat(31)}fa`])],
  1n,
] as const)

/** Calldata of every shape that is opened, with where it is sent. */
export const SEEDS: readonly { readonly to: Address; readonly data: Hex; readonly operation: number }[] = [
  { to: USDC, data: transfer, operation: 0 },
  { to: SAFE, data: enable, operation: 0 },
  { to: CALL_ONLY, data: batch, operation: 1 },
  { to: CALL_ONLY_150, data: batch, operation: 1 },
  { to: CALL_ONLY, data: call('multiSend', [entry(CALL_ONLY, batch)]), operation: 0 },
  { to: MULTICALL3, data: aggregate, operation: 1 },
  { to: POSITIONS, data: call('multicall', [[transfer, call('multicall', [[enable]])]]), operation: 0 },
  { to: ROUTER, data: router, operation: 0 },
  { to: VENDOR, data: call('execute', [SALT, concat([USDC, SALT, transfer])]), operation: 0 },
  {
    to: VENDOR,
    data: call('scheduleBatch', [[USDC, SAFE], [0n, 1n], [transfer, enable], SALT, SALT, 1n]),
    operation: 0,
  },
  {
    to: VENDOR,
    data: call('execTransaction', [CALL_ONLY, 0n, batch, 1, 0n, 0n, 0n, ZERO, ZERO, SALT]),
    operation: 0,
  },
  {
    to: VENDOR,
    data: call('handleOps', [
      [
        {
          ...{ sender: VENDOR, nonce: 1n, initCode: concat([USDC, transfer]), callData: aggregate },
          ...{
            accountGasLimits: SALT,
            preVerificationGas: 1n,
            gasFees: SALT,
            paymasterAndData: '0x',
            signature: '0x01',
          },
        },
      ],
      VENDOR,
    ]),
    operation: 0,
  },
  { to: VENDOR, data: call('sendMessage', [SAFE, batch, 1]), operation: 0 },
]

/** A world in which some of them are known. */
export const SEED_CONTEXT: DecodeContext = {
  chainId: 1,
  safe: SAFE,
  safeVersion: '1.4.1',
  tokens: [{ address: USDC, symbol: 'USDC' }],
}
