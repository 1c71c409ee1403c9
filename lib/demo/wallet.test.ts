import { recoverMessageAddress, recoverTypedDataAddress, stringToHex } from 'viem'
import { describe, expect, it } from 'vitest'
import { DEMO_MEMBERS, demoMember } from '@/lib/demo/members'
import { createDemoWallet } from '@/lib/demo/wallet'
import { walletInfo } from '@/lib/demo/announce'
import { SAFE } from '@/tests/builders/reviewed'

const NOWHERE = 'http://127.0.0.1:9'
const wallet = createDemoWallet('ruth', NOWHERE)
const { address } = demoMember('ruth')
const stranger = demoMember('tomas').address

const TYPED = {
  domain: { chainId: 31337, verifyingContract: SAFE },
  types: { SafeTx: [{ name: 'nonce', type: 'uint256' }] },
  primaryType: 'SafeTx',
  message: { nonce: '4' },
} as const

const isHex = (value: unknown): value is `0x${string}` => typeof value === 'string' && value.startsWith('0x')
async function sign(method: string, params: readonly unknown[]): Promise<`0x${string}`> {
  const signature = await wallet.request({ method, params })
  if (!isHex(signature)) throw new Error('no signature')
  return signature
}

describe('demo wallet', () => {
  it('signs messages and typed data with its member’s key', async () => {
    const hello = await sign('personal_sign', [stringToHex('hello'), address])
    expect(await recoverMessageAddress({ message: 'hello', signature: hello })).toBe(address)
    const domainTypes = [
      { name: 'chainId', type: 'uint256' },
      { name: 'verifyingContract', type: 'address' },
    ]
    const asSent = JSON.stringify({ ...TYPED, types: { EIP712Domain: domainTypes, ...TYPED.types } })
    const typed = await sign('eth_signTypedData_v4', [address, asSent])
    const message = { nonce: 4n }
    expect(await recoverTypedDataAddress({ ...TYPED, message, signature: typed })).toBe(address)
  })

  it('signs for nobody else and leaves what it does not know', async () => {
    await expect(wallet.request({ method: 'personal_sign', params: ['0x00', stranger] })).rejects.toMatchObject({
      code: 4100,
    })
    await expect(wallet.request({ method: 'eth_sign', params: [address, '0x00'] })).rejects.toMatchObject({
      code: 4200,
    })
    await expect(wallet.request({ method: 'anvil_setBalance' })).rejects.toMatchObject({ code: 4200 })
    const from = { method: 'eth_sendTransaction', params: [{ from: stranger, to: SAFE }] }
    await expect(wallet.request(from)).rejects.toMatchObject({ code: 4100 })
    await expect(wallet.request({ method: 'eth_chainId' })).rejects.toMatchObject({ code: -32603 })
  })

  it('says 4001 when its prompt is closed', async () => {
    const shy = createDemoWallet('ruth', NOWHERE, async (method) => method !== 'personal_sign')
    await expect(shy.request({ method: 'personal_sign', params: ['0x00', address] })).rejects.toMatchObject({
      code: 4001,
    })
    expect(await shy.request({ method: 'eth_requestAccounts' })).toEqual([address])
  })

  it('tells its listeners when it is locked and signs no more until it is asked for accounts', async () => {
    const heard: unknown[] = []
    const locked = createDemoWallet('ruth', NOWHERE)
    locked.on('accountsChanged', (accounts) => heard.push(accounts))
    locked.lock()
    expect(heard).toEqual([[]])
    expect(await locked.request({ method: 'eth_accounts' })).toEqual([])
    await expect(locked.request({ method: 'personal_sign', params: ['0x00', address] })).rejects.toMatchObject({
      code: 4100,
    })
    await locked.request({ method: 'eth_requestAccounts' })
    expect(await locked.request({ method: 'eth_accounts' })).toEqual([address])
  })

  it('is named after its member, each with an identity of its own', () => {
    expect(walletInfo('ruth').name).toBe('Demo wallet · Ruth')
    expect(walletInfo('ruth').uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(new Set(DEMO_MEMBERS.map(({ id }) => walletInfo(id).uuid)).size).toBe(DEMO_MEMBERS.length)
  })
})
