import Safe, { EthSafeTransaction } from '@safe-global/protocol-kit'
import { getAddress, type Address, type Hex } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { local } from '@/lib/chains/local'
import type { ContractAddresses } from '@/lib/desk/contracts'
import { DEPLOYED_VERSIONS, type DeployedVersion } from '@/lib/desk/contracts-table'
import { createIo } from '@/lib/io/io'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { openSafe, stageTx } from '@/tests/chain/signed-safe'
import type { SafeRef } from '@/lib/stage/types'

let chain: TestChain
beforeAll(async () => {
  chain = await startTestChain()
})
afterAll(() => chain.stop())

describe.each(DEPLOYED_VERSIONS)('hash of a SafeTx on Safe %s', (version) => {
  it('is the same by our code, protocol-kit and the contract, for random fields', async () => {
    const io = createIo({ rpcUrls: new Map([[local.id, [chain.url]]]), signatureKey: null })
    const safe = await openSafe(chain, version)
    const kit = await Safe.init({
      provider: chain.url,
      safeAddress: safe.address,
      contractNetworks: { [local.id]: networkOf(chain.contracts, version) },
    })
    for (let round = 0; round < 20; round += 1) {
      const staged = randomTx(safe, round)
      const own = staged.hashes.safeTx
      expect(await io.chain.hashByContract(staged)).toBe(own)
      expect(await io.safeKit.hashOf(staged)).toBe(own)
      const fields = {
        ...staged.tx,
        value: staged.tx.value.toString(),
        safeTxGas: staged.tx.safeTxGas.toString(),
        baseGas: staged.tx.baseGas.toString(),
        gasPrice: staged.tx.gasPrice.toString(),
        nonce: Number(staged.tx.nonce),
      }
      expect(await kit.getTransactionHash(new EthSafeTransaction(fields))).toBe(own)
    }
  })

  it('differs by our code and the contract once a single field differs', async () => {
    const io = createIo({ rpcUrls: new Map([[local.id, [chain.url]]]), signatureKey: null })
    const staged = randomTx(await openSafe(chain, version), 3)
    const changed = { ...staged, tx: { ...staged.tx, value: staged.tx.value + 1n } }
    expect(await io.chain.hashByContract(changed)).not.toBe(staged.hashes.safeTx)
    expect(await io.safeKit.hashOf(changed)).not.toBe(staged.hashes.safeTx)
  })
})

it('protocol-kit gives no opinion on a nonce that it would round', async () => {
  const io = createIo({ rpcUrls: new Map(), signatureKey: null })
  const safe: SafeRef = { chainId: local.id, address: randomAddress(), version: '1.4.1' }
  expect(await io.safeKit.hashOf(stageTx(safe, { to: randomAddress(), nonce: 2n ** 53n }))).toBeNull()
})

function randomTx(safe: SafeRef, round: number) {
  return stageTx(safe, {
    to: randomAddress(),
    value: BigInt(random(round % 2 === 0 ? 32 : 1)),
    data: random(round * 13),
    operation: round % 2,
    safeTxGas: BigInt(random(8)),
    baseGas: BigInt(random(8)),
    gasPrice: BigInt(random(8)),
    gasToken: randomAddress(),
    refundReceiver: randomAddress(),
    nonce: round === 0 ? 0n : BigInt(random(4)),
  })
}

function random(bytes: number): Hex {
  return `0x${Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex')}`
}

const randomAddress = (): Address => getAddress(random(20))

function networkOf(contracts: ContractAddresses, version: DeployedVersion) {
  const named = (name: string): string => {
    const address = contracts[version][name]
    if (!address) throw new Error(`no ${name} ${version}`)
    return address
  }
  return {
    safeSingletonAddress: named('SafeL2'),
    safeProxyFactoryAddress: named('SafeProxyFactory'),
    multiSendAddress: named('MultiSend'),
    multiSendCallOnlyAddress: named('MultiSendCallOnly'),
    fallbackHandlerAddress: named('CompatibilityFallbackHandler'),
    createCallAddress: named('CreateCall'),
    simulateTxAccessorAddress: named('SimulateTxAccessor'),
    ...(contracts[version].SignMessageLib ? { signMessageLibAddress: named('SignMessageLib') } : {}),
  }
}
