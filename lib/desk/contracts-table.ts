import { createRequire } from 'node:module'
import { concatHex, encodeAbiParameters, isAddress, isHex, type Address, type Hex } from 'viem'
import { z } from 'zod'

const require = createRequire(import.meta.url)

/** Versions whose official contracts are on the local chain. */
export const DEPLOYED_VERSIONS = ['1.3.0', '1.4.1', '1.5.0'] as const
export type DeployedVersion = (typeof DEPLOYED_VERSIONS)[number]

export type OfficialContract = {
  version: DeployedVersion
  /** Name without the older "Gnosis" prefix, so that versions read alike. */
  name: string
  /** From the registry of official deployments, safe-deployments, set `canonical`. */
  address: Address
  codeHash: Hex
  /** CREATE2 factory it comes from, with salt zero. */
  factory: Address
  initCode: Hex
}

/** safe-singleton-factory, used by the Safe team since 1.4.1. */
export const SINGLETON_FACTORY: Address = '0x914d7Fec6aaC8cd542e72Bca78B30650d45643d7'
/** The deterministic deployment proxy that anvil brings along; 1.3.0's canonical set comes from it. */
export const DEPLOYMENT_PROXY: Address = '0x4e59b44847b379578588920cA78FbF26c0B4956C'

const SOURCES: Record<DeployedVersion, { folder: string; factory: Address }> = {
  '1.3.0': { folder: 'gnosis-safe-130', factory: DEPLOYMENT_PROXY },
  '1.4.1': { folder: '@safe-global/safe-contracts', factory: SINGLETON_FACTORY },
  '1.5.0': { folder: '@safe-global/safe-smart-account', factory: SINGLETON_FACTORY },
}

// name, artifact below build/artifacts/contracts, record in safe-deployments. 1.3.0's SignMessageLib is left out: the
// published package compiles it to other code. 1.4.1's migration libraries are in no published package.
const SHARED = [
  ['MultiSend', 'libraries/MultiSend.sol/MultiSend', 'multi_send'],
  ['MultiSendCallOnly', 'libraries/MultiSendCallOnly.sol/MultiSendCallOnly', 'multi_send_call_only'],
  [
    'CompatibilityFallbackHandler',
    'handler/CompatibilityFallbackHandler.sol/CompatibilityFallbackHandler',
    'compatibility_fallback_handler',
  ],
  ['CreateCall', 'libraries/CreateCall.sol/CreateCall', 'create_call'],
  ['SimulateTxAccessor', 'accessors/SimulateTxAccessor.sol/SimulateTxAccessor', 'simulate_tx_accessor'],
] as const
const SINCE_141 = [
  ['Safe', 'Safe.sol/Safe', 'safe'],
  ['SafeL2', 'SafeL2.sol/SafeL2', 'safe_l2'],
  ['SafeProxyFactory', 'proxies/SafeProxyFactory.sol/SafeProxyFactory', 'safe_proxy_factory'],
  ['SignMessageLib', 'libraries/SignMessageLib.sol/SignMessageLib', 'sign_message_lib'],
  ...SHARED,
] as const
const ROWS: Record<DeployedVersion, readonly (readonly [name: string, artifact: string, record: string])[]> = {
  '1.3.0': [
    ['Safe', 'GnosisSafe.sol/GnosisSafe', 'gnosis_safe'],
    ['SafeL2', 'GnosisSafeL2.sol/GnosisSafeL2', 'gnosis_safe_l2'],
    ['SafeProxyFactory', 'proxies/GnosisSafeProxyFactory.sol/GnosisSafeProxyFactory', 'proxy_factory'],
    ...SHARED,
  ],
  '1.4.1': SINCE_141,
  '1.5.0': [
    ...SINCE_141,
    ['TokenCallbackHandler', 'handler/TokenCallbackHandler.sol/TokenCallbackHandler', 'token_callback_handler'],
    [
      'ExtensibleFallbackHandler',
      'handler/ExtensibleFallbackHandler.sol/ExtensibleFallbackHandler',
      'extensible_fallback_handler',
    ],
    ['SafeToL2Setup', 'libraries/SafeToL2Setup.sol/SafeToL2Setup', 'safe_to_l2_setup'],
    ['SafeMigration', 'libraries/SafeMigration.sol/SafeMigration', 'safe_migration'],
  ],
}

const hex = z.custom<Hex>((value) => isHex(value))
const address = z.custom<Address>((value) => typeof value === 'string' && isAddress(value))
const artifact = z.object({ bytecode: hex })
const record = z.object({ deployments: z.object({ canonical: z.object({ address, codeHash: hex }) }) })

/** Every official contract of the local chain, with the bytes that create it. */
export function officialContracts(): OfficialContract[] {
  return DEPLOYED_VERSIONS.flatMap((version) =>
    ROWS[version].map(([name, artifactPath, recordName]) => {
      const { folder, factory } = SOURCES[version]
      const { bytecode } = artifact.parse(require(`${folder}/build/artifacts/contracts/${artifactPath}.json`))
      const initCode = name === 'SafeMigration' ? concatHex([bytecode, migrationArguments(version)]) : bytecode
      return { version, name, factory, initCode, ...officialRecord(version, recordName) }
    }),
  )
}

/** The signed transaction that creates the singleton factory on this chain id, and who pays for it. */
export function singletonFactoryCreation(chainId: number): { signer: Address; transaction: Hex } {
  const creation = z
    .object({ signerAddress: address, transaction: hex })
    .parse(require(`@safe-global/safe-singleton-factory/artifacts/${chainId}/deployment.json`))
  return { signer: creation.signerAddress, transaction: creation.transaction }
}

// SafeMigration takes (Safe, SafeL2, CompatibilityFallbackHandler) of its own version.
function migrationArguments(version: DeployedVersion): Hex {
  const names = ['safe', 'safe_l2', 'compatibility_fallback_handler'] as const
  const [safe, safeL2, handler] = names.map((name) => officialRecord(version, name).address)
  if (!safe || !safeL2 || !handler) throw new Error('three records were asked for')
  return encodeAbiParameters([{ type: 'address' }, { type: 'address' }, { type: 'address' }], [safe, safeL2, handler])
}

function officialRecord(version: DeployedVersion, name: string): { address: Address; codeHash: Hex } {
  const found: unknown = require(`@safe-global/safe-deployments/dist/assets/v${version}/${name}.json`)
  return record.parse(found).deployments.canonical
}
