import { keccak256 } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { local } from '@/lib/chains/local'
import { demoRegistration } from '@/lib/demo/authenticator'
import { DEMO_MEMBERS } from '@/lib/demo/members'
import { sha256Hex } from '@/lib/core/digest'
import type { DemoSafe, TokenCodeHashes } from '@/lib/desk/demo-world-chain'
import { DEMO_CONTACTS } from '@/lib/desk/demo-world-book'
import { demoPolicies } from '@/lib/desk/demo-world-policies'
import { LOCAL_TOKENS, type TokenAddresses } from '@/lib/desk/tokens'
import type { BootstrapRequest } from '@/lib/flows/bootstrap-input'
import { walletProofMessage } from '@/lib/flows/wallet-proof'

/** Every demo world is a desk of its own, so that a browser which knew the one before it does not mistrust it. */
export const demoInstallation = (logPublicKey: string): string =>
  `northwind-treasury-${sha256Hex(logPublicKey).slice(2, 10)}`

const REGISTERED_TOKENS = ['usdc', 'usdt', 'fee'] as const

export type DemoOrganisation = {
  /** The desk's web origin; the demo passkeys belong to its host. */
  origin: string
  /** Base64 of the log's Ed25519 public key. */
  logPublicKey: string
  safes: readonly DemoSafe[]
  tokens: TokenAddresses
  codeHashes: TokenCodeHashes
  /** Factor, policy and book cooling: seconds in the demo (SPEC §5). */
  coolingSeconds: number
}

/** The demo organisation as the bootstrap flow takes it: every wallet proven by its own signature. */
export async function demoSetup(organisation: DemoOrganisation): Promise<BootstrapRequest> {
  const { origin, logPublicKey, safes, tokens, codeHashes, coolingSeconds } = organisation
  const rpId = new URL(origin).hostname
  const id = demoInstallation(logPublicKey)
  return {
    installation: {
      id,
      name: 'Northwind Treasury',
      logPublicKey,
      factorCoolingSeconds: coolingSeconds,
      policyCoolingSeconds: coolingSeconds,
      bookCoolingSeconds: coolingSeconds,
    },
    members: DEMO_MEMBERS.map(({ id, name, roles }) => ({ id, name, roles: [...roles], isDemo: true })),
    wallets: await Promise.all(DEMO_MEMBERS.map((member) => proveWallet(id, member))),
    passkeys: DEMO_MEMBERS.map(({ id }) => {
      const { origin: _origin, ...record } = demoRegistration(id, rpId, origin)
      return { memberId: id, ...record }
    }),
    safes: safes.map(({ id, name, version, owners, threshold, address }) => ({
      ...{ id, name, address, threshold, chainId: local.id },
      ...{ safeVersion: version, isEnforced: false, owners: [...owners] },
    })),
    assets: [
      { chainId: local.id, address: 'native', ...local.native, codeHash: keccak256('0x') },
      ...REGISTERED_TOKENS.map((token) => {
        const { symbol, decimals } = LOCAL_TOKENS[token]
        return { chainId: local.id, address: tokens[token], symbol, decimals, codeHash: codeHashes[token] }
      }),
    ],
    bookEntries: [
      ...DEMO_CONTACTS.map((contact) => ({ ...contact, chainId: local.id })),
      ...safes
        .filter(({ id }) => id === 'operations')
        .map(({ id, name, address }) => ({ id: `${id}-safe`, name, class: 'own-safe', address, chainId: local.id })),
    ],
    policies: demoPolicies(tokens),
  }
}

async function proveWallet(installation: string, { id, address, privateKey }: (typeof DEMO_MEMBERS)[number]) {
  const proofMessage = walletProofMessage({ installation, memberId: id, address })
  const proofSignature = await privateKeyToAccount(privateKey).signMessage({ message: proofMessage })
  return { memberId: id, address, proofMessage, proofSignature }
}
