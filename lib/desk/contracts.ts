import { concatHex, keccak256, parseEther, zeroHash, type Address, type Hash } from 'viem'
import { local } from '@/lib/chains/local'
import { AppError } from '@/lib/core/errors'
import {
  becomeSender,
  connectLocalChain,
  ISSUER,
  requireSuccess,
  submitAs,
  type LocalChainClient,
} from '@/lib/desk/chain-client'
import {
  DEPLOYED_VERSIONS,
  officialContracts,
  SINGLETON_FACTORY,
  singletonFactoryCreation,
  type DeployedVersion,
  type OfficialContract,
} from '@/lib/desk/contracts-table'

const DEPLOY_GAS = 7_000_000n

/** Address of each official contract by version and name (`Safe`, `SafeL2`, `MultiSendCallOnly` …). */
export type ContractAddresses = Record<DeployedVersion, Record<string, Address>>

/**
 * Puts the official Safe contracts on the local chain at their canonical addresses, skips those already there, and
 * checks each one's code against safe-deployments.
 * @param url RPC of the local chain
 * @throws naming every contract whose code at its address is not the official code
 */
export async function deployContracts(url: string): Promise<ContractAddresses> {
  const client = connectLocalChain(url)
  const contracts = officialContracts()
  await createSingletonFactory(client)
  const present = await codes(client, contracts)
  const sent: Hash[] = []
  await becomeSender(client, ISSUER)
  for (const [index, contract] of contracts.entries()) {
    if (present[index] !== undefined) continue
    const data = concatHex([zeroHash, contract.initCode])
    sent.push(await submitAs(client, ISSUER, { to: contract.factory, data, gas: DEPLOY_GAS }))
  }
  for (const hash of sent) await requireSuccess(client, hash)
  await checkContracts(url)
  const addresses: ContractAddresses = { '1.3.0': {}, '1.4.1': {}, '1.5.0': {} }
  for (const contract of contracts) addresses[contract.version][contract.name] = contract.address
  return addresses
}

/** @throws naming every official contract that is missing or whose code hash differs from safe-deployments */
export async function checkContracts(url: string): Promise<void> {
  const contracts = officialContracts()
  const found = await codes(connectLocalChain(url), contracts)
  const wrong = contracts.flatMap((contract, index) => {
    const code = found[index]
    const label = `${contract.name} ${contract.version} at ${contract.address}`
    if (code === undefined) return [`${label} has no code`]
    return keccak256(code) === contract.codeHash ? [] : [`${label} is not the official code`]
  })
  if (wrong.length > 0) {
    throw new AppError('BLOCKED', `The chain does not hold the official Safe contracts: ${wrong.join('; ')}.`)
  }
}

/** The address of one official contract. */
export function officialAddress(version: DeployedVersion, name: string): Address {
  const found = officialContracts().find((contract) => contract.version === version && contract.name === name)
  if (!found) throw new Error(`no official contract ${name} ${version}; versions: ${DEPLOYED_VERSIONS.join(', ')}`)
  return found.address
}

async function createSingletonFactory(client: LocalChainClient): Promise<void> {
  if ((await client.getCode({ address: SINGLETON_FACTORY })) !== undefined) return
  const { signer, transaction } = singletonFactoryCreation(local.id)
  await client.setBalance({ address: signer, value: parseEther('1') })
  await requireSuccess(client, await client.sendRawTransaction({ serializedTransaction: transaction }))
}

async function codes(client: LocalChainClient, contracts: OfficialContract[]): Promise<(`0x${string}` | undefined)[]> {
  return await Promise.all(contracts.map(({ address }) => client.getCode({ address })))
}
