import 'server-only'
import { asc, eq } from 'drizzle-orm'
import type { Address, Hash, Hex } from 'viem'
import { getAddress } from 'viem/utils'
import type { Reader, Tx } from '@/db/client'
import { importedSignature } from '@/db/schema/import'
import { signatureHash } from '@/lib/approve/signature-hash'
import type { CheckedSignature } from '@/lib/assess/types'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'
import { checkSignatures, type GivenSignature } from '@/lib/execute/parse-signatures'
import type { Ctx } from '@/lib/flows/flow'
import { MAX_IMPORT_SIGNATURES } from '@/lib/flows/import-input'
import { ownersAmong } from '@/lib/flows/signed-outside'

/** A signature as it came, whom it recovers to, and the hash that stands for it. */
export type Brought = GivenSignature & { readonly recovered: readonly Address[]; readonly hash: Hash }

/** Tries each against the hash. Those that came twice, in a list and packed into one text, stay two. */
export async function recoverBrought(safeTxHash: Hash, given: readonly GivenSignature[]): Promise<readonly Brought[]> {
  const brought = await Promise.all(
    given.map(async (one) => {
      const parts = await checkSignatures(safeTxHash, [one], null)
      const recovered = parts.flatMap((part) => (part.recovered === null ? [] : [part.recovered]))
      return { ...one, recovered, hash: signatureHash(one.owner ?? ZERO_ADDRESS, one.signature ?? '0x') }
    }),
  )
  return [...new Map(brought.map((one) => [one.hash, one])).values()]
}

/**
 * Keeps those that are not kept yet, sealed. So many fit that no owner ever signs in vain: whoever fills an import with
 * noise keeps no signature out that recovers to an owner who has none there.
 * @param owners the owners of the Safe as far as they are known
 * @returns what was added
 */
export async function keepBrought(
  tx: Tx,
  ctx: Pick<Ctx, 'io' | 'now'>,
  to: { readonly importId: string; readonly memberId: string; readonly owners: readonly Address[] },
  brought: readonly Brought[],
): Promise<readonly Brought[]> {
  const { importId, memberId, owners } = to
  const kept = await tx
    .select({ hash: importedSignature.signatureHash, recovered: importedSignature.recovered })
    .from(importedSignature)
    .where(eq(importedSignature.importId, importId))
  const seen = ownersAmong(kept.flatMap(({ recovered }) => recovered) as Address[], owners)
  const isNews = ({ recovered }: Brought) =>
    ownersAmong(recovered, owners).some((owner) => !seen.some((one) => isSameAddress(one, owner)))
  const fresh = brought.filter(({ hash }) => !kept.some((one) => one.hash === hash))
  const room = Math.max(0, MAX_IMPORT_SIGNATURES - kept.length)
  const [owned, others] = [fresh.filter(isNews), fresh.filter((one) => !isNews(one))]
  const added = [...owned, ...others.slice(0, Math.max(0, room - owned.length))]
  if (added.length > 0)
    await tx.insert(importedSignature).values(
      added.map(({ owner, signature, recovered, hash }) => ({
        ...{ importId, memberId, at: ctx.now, owner, recovered: [...recovered], signatureHash: hash },
        sealedSignature: signature === null ? null : ctx.io.vault.seal(signature, sealedFor(importId, owner)),
      })),
    )
  return added
}

/** The kept signatures of an import, opened to be tried again. One that does not open counts as one whose bytes never came. */
export async function openKept(
  db: Reader,
  io: Pick<Ctx['io'], 'vault'>,
  importId: string,
): Promise<readonly GivenSignature[]> {
  const rows = await db
    .select()
    .from(importedSignature)
    .where(eq(importedSignature.importId, importId))
    .orderBy(asc(importedSignature.at), asc(importedSignature.signatureHash))
  return rows.map(({ owner: named, sealedSignature: sealed }) => {
    const owner = named === null ? null : getAddress(named)
    return { owner, signature: sealed === null ? null : io.vault.open(sealed, sealedFor(importId, owner)) }
  })
}

/** A signature that was tried, without its bytes. */
export type Tried = CheckedSignature & {
  /** Whose it is said to be: by the file, or by bytes that name somebody instead of a key. Null where nothing is said. */
  readonly said: Address | null
}

/** Everything that may be shown of them: whose they are said to be, and by whom they are. */
export async function checkBrought(
  safeTxHash: Hash,
  given: readonly GivenSignature[],
  owners: readonly Address[] | null,
): Promise<readonly Tried[]> {
  const checked = await Promise.all(given.map((one) => checkSignatures(safeTxHash, [one], owners)))
  const told = new Map(
    given.flatMap(({ owner: named }, at) =>
      (checked[at] ?? []).map((one) => {
        const known = named === null ? withoutBytes(one, owners) : one
        const shown: Tried = { ...known, said: named ?? (known.recovered === null ? known.owner : null) }
        return [JSON.stringify(shown), shown] as const
      }),
    ),
  )
  return [...told.values()]
}

// With a v that stands for no signature of a key, what reads as an owner may be the half of one.
function withoutBytes(one: CheckedSignature, owners: readonly Address[] | null): CheckedSignature {
  const { owner, recovered } = one
  const isBare = recovered === null && owner !== null
  return isBare && !(owners ?? []).some((known) => isSameAddress(known, owner)) ? { ...one, owner: null } : one
}

const sealedFor = (importId: string, owner: Hex | null) => ({ withdrawalId: importId, owner: owner ?? 'nobody' })
