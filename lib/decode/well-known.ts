/** Chains on which a contract with a deterministic address was deployed at it by its authors. */
const MANY: readonly number[] = [1, 10, 56, 100, 137, 8453, 42161, 43114, 11155111]
const UNISWAP: readonly number[] = [1, 10, 137, 42161]
const OP_STACK: readonly number[] = [10, 8453]

type WellKnown = readonly [name: string, address: string, chains: readonly number[]]

/** Contracts as their authors publish them. The address counts on these chains alone. */
export const WELL_KNOWN: readonly WellKnown[] = [
  ['Multicall3', '0xcA11bde05977b3631167028862bE2a173976CA11', MANY],
  ['Permit2', '0x000000000022D473030F116dDEE9F6B43aC78BA3', MANY],
  ['EntryPoint 0.6', '0x5FF137D4b0FDCD49DcA30c7CF57E578a026d2789', MANY],
  ['EntryPoint 0.7', '0x0000000071727De22E5E9d8BAf0edAc6f37da032', MANY],
  ['Universal Router', '0x3fC91A3afd70395Cd496C647d5a6CC9D4B2b7FAD', [1, 11155111]],
  ['Universal Router', '0x66a9893cC07D91D95644AEDD05D03f95e1dBA8Af', [1]],
  ['Uniswap SwapRouter', '0xE592427A0AEce92De3Edee1F18E0157C05861564', UNISWAP],
  ['Uniswap SwapRouter02', '0x68b3465833fb72A70ecDF485E0e4C7bD8665Fc45', UNISWAP],
  ['Uniswap V3 positions', '0xC36442b4a4522E871399CD717aBDD847Ab11FE88', UNISWAP],
  ['WETH', '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2', [1]],
  ['WETH', '0x82aF49447D8a07e3bd95BD0d56f35241523fBab1', [42161]],
  ['WETH', '0x4200000000000000000000000000000000000006', OP_STACK],
  ['Lido stETH', '0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84', [1]],
  ['Aave V3 Pool', '0x87870Bca3F3fD6335C3F4ce8392D69350B4fA4E2', [1]],
  ['CoW Settlement', '0x9008D19f58AAbD9eD0D60971565AA8510560ab41', [1, 100, 8453, 42161, 11155111]],
  ['CoW VaultRelayer', '0xC92E8bdf79f0507f65a392b0ab4667716BFE0110', [1, 100, 8453, 42161, 11155111]],
  ['Optimism messenger', '0x25ace71c97B33Cc4729CF772ae268934F7ab5fA1', [1]],
  ['Optimism portal', '0xbEb5Fc579115071764c7423A4f12eDde41f106Ed', [1]],
  ['Base messenger', '0x866E82a600A1414e583f7F13623F1aC5d58b0Afa', [1]],
  ['Base portal', '0x49048044D57e1C92A77f79988d21Fa8fAF74E97e', [1]],
  ['L2 messenger', '0x4200000000000000000000000000000000000007', OP_STACK],
  ['Arbitrum inbox', '0x4Dbd4fc535Ac27206064B68FfCf827b0A60BAB3f', [1]],
  ['Arbitrum gateway router', '0x72Ce9c846789fdB6fC1f34aC4AD25Dd9ef7031ef', [1]],
  ['Arbitrum system', '0x0000000000000000000000000000000000000064', [42161]],
]

const byAddress: ReadonlyMap<string, WellKnown> = new Map(WELL_KNOWN.map((row) => [row[1].toLowerCase(), row]))

/** The published name of a contract that is not of the Safe project, or null. */
export function wellKnown(chainId: number, address: string): string | null {
  const [name, , chains] = byAddress.get(address.toLowerCase()) ?? []
  return name !== undefined && chains?.includes(chainId) ? name : null
}
