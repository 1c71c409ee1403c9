import type { Assessment } from '@/lib/assess/review'
import type { Contact } from '@/lib/assess/types'

/** A transaction of the desk, as far as the offline verifier is told of it. */
export type DeskTransaction = {
  readonly id: string
  readonly assessment: Assessment
  readonly contacts: readonly Contact[]
}

/**
 * The transaction as the offline verifier reads it, with what the desk says about the world beside it: owners, settings,
 * the stated intent, and the contacts that count (SPEC §9).
 */
export function verifierJson({ id, assessment, contacts }: DeskTransaction): string {
  const { staged, safe, intent } = assessment
  const { tx } = staged
  const tokens = (intent?.legs ?? []).flatMap(({ asset: { address, symbol, decimals } }) =>
    address === 'native' ? [] : [[address, { symbol, decimals }] as const],
  )
  return JSON.stringify(
    {
      id,
      chainId: staged.safe.chainId,
      safe: staged.safe.address,
      safeVersion: staged.safe.version,
      safeTxHash: staged.hashes.safeTx,
      tx: {
        ...tx,
        value: String(tx.value),
        safeTxGas: String(tx.safeTxGas),
        baseGas: String(tx.baseGas),
        gasPrice: String(tx.gasPrice),
        nonce: String(tx.nonce),
      },
      context: {
        ...(safe && {
          owners: safe.owners,
          threshold: safe.threshold,
          modules: safe.modules,
          guard: safe.guard,
          fallbackHandler: safe.fallbackHandler,
          singleton: safe.singleton,
          onchainNonce: String(safe.nonce),
        }),
        ...claimOf(assessment),
        addressBook: contacts.filter(({ isActive }) => isActive).map(({ address, name }) => ({ address, name })),
        tokens: Object.fromEntries(tokens),
      },
    },
    null,
    2,
  )
}

// A cancel states no payment: its bytes say all there is.
function claimOf({ class: kind, intent }: Assessment): object {
  if (kind === 'cancel' || intent === null) return {}
  if (kind === 'configuration') return { claimed: { kind: 'settings' } }
  if (kind === 'contract-call') return { claimed: { kind } }
  const [leg, ...more] = intent.legs
  if (leg === undefined) return {}
  return {
    claimed:
      more.length > 0
        ? {
            kind: 'batch',
            legs: intent.legs.map(({ asset, recipient, units }) => ({
              ...{ asset: asset.address, to: recipient, amount: String(units) },
            })),
          }
        : { asset: leg.asset.address, to: leg.recipient, amount: String(leg.units) },
  }
}
