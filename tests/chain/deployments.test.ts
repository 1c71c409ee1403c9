import { encodeFunctionData, erc20Abi, keccak256, parseAbi, type Address, type Hex } from 'viem'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sendAs } from '@/lib/desk/chain-client'
import { checkContracts, deployContracts } from '@/lib/desk/contracts'
import { DEPLOYED_VERSIONS, officialContracts } from '@/lib/desk/contracts-table'
import { deploySafe } from '@/lib/desk/safes'
import { blacklistAccount, deployTokens, LOCAL_TOKENS, mintToken, pauseUsdc, type LocalToken } from '@/lib/desk/tokens'
import { startTestChain, type TestChain } from '@/tests/builders/chain'

const HOLDER: Address = '0x1111111111111111111111111111111111111111'
const PAYEE: Address = '0x2222222222222222222222222222222222222222'
const OWNERS: Address[] = [
  '0x1111111111111111111111111111111111111111',
  '0x2222222222222222222222222222222222222222',
  '0x3333333333333333333333333333333333333333',
]

const SAFE = parseAbi([
  'function VERSION() view returns (string)',
  'function getOwners() view returns (address[])',
  'function getThreshold() view returns (uint256)',
])
const STUCK = parseAbi(['error TransfersDisabled(address from, address to, uint256 value)'])

let chain: TestChain
beforeAll(async () => {
  chain = await startTestChain()
})
beforeEach(() => chain.reset())
afterAll(() => chain.stop())

describe('official Safe contracts on the local chain', () => {
  it.each(officialContracts().map((contract) => [`${contract.name} ${contract.version}`, contract] as const))(
    '%s has the canonical address and code hash',
    async (_label, { address, codeHash }) => {
      const code = await chain.client.getCode({ address })
      expect(code && keccak256(code)).toBe(codeHash)
    },
  )

  it('deploys nothing a second time', async () => {
    const before = await chain.client.getBlockNumber()
    await deployContracts(chain.url)
    expect(await chain.client.getBlockNumber()).toBe(before)
  })

  it('refuses planted code, naming each contract that differs and none that is right', async () => {
    const planted = officialContracts().filter(({ name }) => name === 'MultiSendCallOnly')
    for (const { address } of planted) await chain.client.setCode({ address, bytecode: '0x00' })
    const refusal = await deployContracts(chain.url).then(
      () => '',
      (error: Error) => error.message,
    )
    for (const { version, address } of planted) {
      expect(refusal).toContain(`MultiSendCallOnly ${version} at ${address} is not the official code`)
    }
    expect(refusal).not.toContain('SafeProxyFactory')
  })

  it('says which contract is missing', async () => {
    const [first] = officialContracts()
    if (!first) throw new Error('the table is not empty')
    await chain.client.setCode({ address: first.address, bytecode: '0x' })
    await expect(checkContracts(chain.url)).rejects.toThrow(
      `${first.name} ${first.version} at ${first.address} has no code`,
    )
  })
})

describe('a Safe made by the official factory', () => {
  it.each(DEPLOYED_VERSIONS)(
    '%s answers its version, owners and threshold, at the same address each time',
    async (version) => {
      const wanted = { version, owners: OWNERS, threshold: 2, saltNonce: 5n }
      const safe = await deploySafe(chain.url, wanted)
      const read = async (functionName: 'VERSION' | 'getOwners' | 'getThreshold') =>
        await chain.client.readContract({ address: safe, abi: SAFE, functionName })
      expect(await read('VERSION')).toBe(version)
      expect(await read('getOwners')).toEqual(OWNERS)
      expect(await read('getThreshold')).toBe(2n)
      const slotZero = await chain.client.getStorageAt({ address: safe, slot: '0x0' })
      const singleton = chain.contracts[version].SafeL2
      expect(slotZero?.slice(26)).toBe(singleton?.slice(2).toLowerCase())
      expect(await deploySafe(chain.url, wanted)).toBe(safe)
    },
  )
})

describe('local tokens', () => {
  beforeEach(async () => {
    for (const key of tokenKeys()) await mintToken(chain.url, chain.tokens[key], HOLDER, 1000n)
  })

  it('answer the symbol and decimals that are registered for them', async () => {
    for (const key of tokenKeys()) {
      const read = { address: chain.tokens[key], abi: erc20Abi }
      expect(await chain.client.readContract({ ...read, functionName: 'symbol' })).toBe(LOCAL_TOKENS[key].symbol)
      expect(await chain.client.readContract({ ...read, functionName: 'decimals' })).toBe(LOCAL_TOKENS[key].decimals)
    }
  })

  it('keep their addresses when deployed again', async () => {
    expect(await deployTokens(chain.url)).toEqual(chain.tokens)
  })

  it('USDC pays, and stops paying to a blacklisted account', async () => {
    expect(await pay('usdc')).toEqual({ sent: 100n, received: 100n })
    await blacklistAccount(chain.url, 'usdc', PAYEE)
    await expect(call('usdc')).rejects.toThrow('Blacklistable: account is blacklisted')
  })

  it('USDC stops paying when paused', async () => {
    await pauseUsdc(chain.url)
    await expect(call('usdc')).rejects.toThrow('Pausable: paused')
  })

  it('USDT pays and returns nothing', async () => {
    expect(await call('usdt')).toBeUndefined()
    expect(await pay('usdt')).toEqual({ sent: 100n, received: 100n })
  })

  it('a fee token delivers less than was sent', async () => {
    expect(await pay('fee')).toEqual({ sent: 100n, received: 99n })
  })

  it('a token that answers false moves nothing', async () => {
    expect(await call('false')).toMatch(/^0x0{64}$/)
    expect(await pay('false')).toEqual({ sent: 0n, received: 0n })
  })

  it('a stuck token reverts with its own error', async () => {
    const args = [PAYEE, 100n] as const
    const transfer = {
      address: chain.tokens.stuck,
      abi: [...erc20Abi, ...STUCK],
      functionName: 'transfer',
      args,
    } as const
    await expect(chain.client.simulateContract({ ...transfer, account: HOLDER })).rejects.toThrow('TransfersDisabled')
  })
})

async function call(token: LocalToken): Promise<Hex | undefined> {
  const { data } = await chain.client.call({ account: HOLDER, to: chain.tokens[token], data: transferData() })
  return data
}

async function pay(token: LocalToken): Promise<{ sent: bigint; received: bigint }> {
  const balance = (of: Address) =>
    chain.client.readContract({ address: chain.tokens[token], abi: erc20Abi, functionName: 'balanceOf', args: [of] })
  const before = await balance(HOLDER)
  await sendAs(chain.client, HOLDER, { to: chain.tokens[token], data: transferData() })
  return { sent: before - (await balance(HOLDER)), received: await balance(PAYEE) }
}

function transferData(): Hex {
  return encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [PAYEE, 100n] })
}

function tokenKeys(): LocalToken[] {
  return Object.keys(LOCAL_TOKENS) as LocalToken[]
}
