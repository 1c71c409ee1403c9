import 'server-only'
import type { Hex } from 'viem'
import { z } from 'zod'
import { findChain } from '@/lib/chains/index'
import { ROLES } from '@/lib/flows/actor'
import { addressInput, digestInput, signatureInput } from '@/lib/flows/inputs'
import { policySchema } from '@/lib/policy/schema'
import type { Policy } from '@/lib/policy/types'
import type { AssetAddress } from '@/lib/stage/types'
import { SAFE_VERSIONS } from '@/lib/stage/versions'

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'An id is lower-case letters, digits and hyphens.')
const name = z.string().trim().min(1, 'Give it a name.').max(120)
const seconds = z
  .int()
  .min(0)
  .max(366 * 24 * 3600)
const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/)
const chainId = z.int().refine((number) => findChain(number) !== null, 'This desk does not know that chain.')

const installation = z.strictObject({
  id,
  name,
  /** Base64 of the 32-byte Ed25519 key that the worker's CHECKPOINT_KEY belongs to. */
  logPublicKey: z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'The log key is the base64 of 32 bytes.'),
  factorCoolingSeconds: seconds,
  policyCoolingSeconds: seconds,
  /** The longest that a new contact cools off: `coolOffSeconds` says which class has which share of it. */
  bookCoolingSeconds: seconds,
})

const member = z.strictObject({ id, name, roles: z.array(z.enum(ROLES)).min(1), isDemo: z.boolean() })

const wallet = z.strictObject({
  memberId: id,
  address: addressInput,
  proofMessage: z.string().max(2000),
  proofSignature: signatureInput,
})

const passkey = z.strictObject({
  memberId: id,
  credentialId: base64url.max(1400),
  publicKey: base64url.max(2000),
  aaguid: z.string().max(64),
  rpId: z.string().min(1).max(253),
  counter: z.int().min(0),
  isDemo: z.boolean(),
})

/** A member who proves this address later, with a code whose hash this is, and then enrols a first passkey with it. */
const invited = z.strictObject({ memberId: id, address: addressInput, codeHash: digestInput })

const safe = z.strictObject({
  id,
  chainId,
  address: addressInput,
  name,
  safeVersion: z.enum(SAFE_VERSIONS),
  isEnforced: z.boolean(),
  /** As the chain said when it was added; only to refuse a policy that these owners could never meet. */
  owners: z.array(addressInput).min(1),
  threshold: z.int().min(1),
})

const assetAddress = z.union([z.literal('native'), addressInput]).transform((address): AssetAddress => address)

const asset = z.strictObject({
  chainId,
  address: assetAddress,
  symbol: z.string().trim().min(1).max(20),
  decimals: z.int().min(0).max(36),
  /** keccak256 of the contract's code; of the empty code for the chain's own coin. */
  codeHash: digestInput.transform((text): Hex => text),
})

const bookEntry = z.strictObject({ id, chainId, address: addressInput, name, class: id })

/** A whole organisation at its beginning. */
export const bootstrapInput = z.strictObject({
  installation,
  members: z.array(member).min(1).max(200),
  wallets: z.array(wallet).max(400),
  passkeys: z.array(passkey).max(400),
  invited: z.array(invited).max(20).default([]),
  safes: z.array(safe).max(50),
  assets: z.array(asset).max(500),
  bookEntries: z.array(bookEntry).max(2000),
  policies: z.array(z.strictObject({ safeId: id, policy: policySchema })).max(50),
})

/** As it is given to the flow. */
export type BootstrapRequest = Omit<z.input<typeof bootstrapInput>, 'policies'> & {
  policies: { safeId: string; policy: Policy }[]
}
/** As parsed. */
export type BootstrapInput = z.output<typeof bootstrapInput>
