import { type Address, encodeFunctionData, erc20Abi, type Hex, keccak256, parseAbi, parseEther, parseUnits } from 'viem'
import { DEMO_MEMBERS } from '@/lib/demo/members'
import { connectLocalChain, type LocalChainClient, sendAs } from '@/lib/desk/chain-client'
import type { DeployedVersion } from '@/lib/desk/contracts-table'
import { LOOK_ALIKE } from '@/lib/desk/demo-world-book'
import { deploySafe } from '@/lib/desk/safes'
import { mintToken, type TokenAddresses } from '@/lib/desk/tokens'

const SAFE = parseAbi(['function nonce() view returns (uint256)'])
const DUST = 10_000n

type SafePlan = {
  id: 'treasury' | 'operations' | 'training'
  name: string
  version: DeployedVersion
  owners: readonly Address[]
  threshold: number
  saltNonce: bigint
  holds: { ether: string; usdc: string; usdt: string }
}

const PLANS: readonly SafePlan[] = [
  {
    id: 'treasury',
    name: 'Treasury Safe',
    version: '1.4.1',
    owners: ownersOf('treasury'),
    threshold: 3,
    saltNonce: 1n,
    holds: { ether: '2118.5012', usdc: '101204118.40', usdt: '12500000' },
  },
  {
    id: 'operations',
    name: 'Operations Safe',
    version: '1.3.0',
    owners: ownersOf('operations'),
    threshold: 2,
    saltNonce: 2n,
    holds: { ether: '38.22', usdc: '3480226.02', usdt: '250000' },
  },
  {
    id: 'training',
    name: 'Training Safe',
    version: '1.5.0',
    owners: ownersOf('operations'),
    threshold: 2,
    saltNonce: 3n,
    holds: { ether: '25', usdc: '100000', usdt: '100000' },
  },
]

export type TokenCodeHashes = Readonly<Record<'usdc' | 'usdt' | 'fee', Hex>>

export type DemoSafe = Pick<SafePlan, 'id' | 'name' | 'version' | 'owners' | 'threshold'> & { address: Address }

/**
 * Puts the demo Safes on the chain with their money, gas in every member's wallet and the look-alike's dust in the
 * treasury's history. Leaves what is there: a Safe that was used is not filled again.
 */
export async function fillDemoSafes(url: string, tokens: TokenAddresses): Promise<DemoSafe[]> {
  const client = connectLocalChain(url)
  const safes: DemoSafe[] = []
  for (const plan of PLANS) {
    const address = await deploySafe(url, plan)
    await fund(client, url, plan, address, tokens)
    const { id, name, version, owners, threshold } = plan
    safes.push({ id, name, version, owners, threshold, address })
  }
  for (const { address } of DEMO_MEMBERS) {
    if ((await client.getBalance({ address })) < parseEther('1'))
      await client.setBalance({ address, value: parseEther('100') })
  }
  const treasury = safes.find(({ id }) => id === 'treasury')
  if (treasury) await sendDust(client, url, tokens.usdc, treasury.address)
  return safes
}

/** Code hashes of the tokens that the demo registers. */
export async function readCodeHashes(url: string, tokens: TokenAddresses): Promise<TokenCodeHashes> {
  const hashOf = async (address: Address) => keccak256((await connectLocalChain(url).getCode({ address })) ?? '0x')
  const [usdc, usdt, fee] = await Promise.all([hashOf(tokens.usdc), hashOf(tokens.usdt), hashOf(tokens.fee)])
  return { usdc, usdt, fee }
}

async function fund(client: LocalChainClient, url: string, plan: SafePlan, safe: Address, tokens: TokenAddresses) {
  const nonce = await client.readContract({ address: safe, abi: SAFE, functionName: 'nonce' })
  if (nonce > 0n) return
  if ((await client.getBalance({ address: safe })) === 0n)
    await client.setBalance({ address: safe, value: parseEther(plan.holds.ether) })
  // The dust that comes later belongs to the sum.
  const usdc = parseUnits(plan.holds.usdc, 6) - (plan.id === 'treasury' ? DUST : 0n)
  for (const { token, units } of [
    { token: tokens.usdc, units: usdc },
    { token: tokens.usdt, units: parseUnits(plan.holds.usdt, 6) },
    { token: tokens.fee, units: parseUnits('1000', 18) },
  ])
    if ((await balanceOf(client, token, safe)) === 0n) await mintToken(url, token, safe, units)
}

async function sendDust(client: LocalChainClient, url: string, usdc: Address, treasury: Address): Promise<void> {
  if ((await client.getTransactionCount({ address: LOOK_ALIKE })) > 0) return
  if ((await balanceOf(client, usdc, LOOK_ALIKE)) === 0n) await mintToken(url, usdc, LOOK_ALIKE, DUST)
  const data = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [treasury, DUST] })
  await sendAs(client, LOOK_ALIKE, { to: usdc, data })
}

const balanceOf = (client: LocalChainClient, token: Address, account: Address): Promise<bigint> =>
  client.readContract({ address: token, abi: erc20Abi, functionName: 'balanceOf', args: [account] })

// The training Safe is owned by the people of the operations Safe.
function ownersOf(safe: 'treasury' | 'operations'): Address[] {
  return DEMO_MEMBERS.filter(({ owns }) => owns.includes(safe)).map(({ address }) => address)
}
