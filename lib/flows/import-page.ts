import 'server-only'
import { eq } from 'drizzle-orm'
import type { Address } from 'viem'
import { member } from '@/db/schema/member'
import type { NotChecked } from '@/lib/assess/needs'
import type { Assessment } from '@/lib/assess/review'
import type { Claims, Contact, Verdict } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import { type AbiAnswer, NO_ABI_SOURCE } from '@/lib/decode/fetched-abis'
import type { MemberActor } from '@/lib/flows/actor'
import type { Deps } from '@/lib/flows/flow'
import { gatherImport, type Twin } from '@/lib/flows/gather-import'
import { readImportRow, toImported } from '@/lib/flows/import-row'
import { openKept, type Tried } from '@/lib/flows/import-signatures'
import { type RegisteredRows, readRegisteredRows } from '@/lib/flows/registered-rows'
import type { Asset } from '@/lib/stage/types'

/** Everything the page of an import shows. Computed fresh; looking writes nothing, and no signature is in it. */
export type ImportPage = {
  readonly id: string
  readonly importer: string
  readonly at: Date
  readonly note: string
  readonly claims: Claims
  /** The Safe of this desk, null where it is somebody else's. */
  readonly safe: { readonly id: string; readonly name: string } | null
  readonly assessment: Assessment
  /** Never better than `warn` where a key of the desk signed what nobody asked for. */
  readonly verdict: Verdict
  readonly contacts: readonly Contact[]
  readonly assets: readonly Asset[]
  readonly notChecked: readonly NotChecked[]
  readonly signatures: readonly SignatureView[]
  /** The withdrawal that is this very transaction. */
  readonly twin: Twin | null
  /** Present owners of a Safe of this desk who signed this, which no withdrawal asks for: their names, or addresses. */
  readonly signedOutside: readonly string[]
  /** Why there is no ABI for contracts whose calls nothing reads, a sentence each. */
  readonly abiFailures: readonly string[]
  readonly readAt: Date
}

/** A signature without its bytes. */
export type SignatureView = Tried & {
  /** The member whose address recovers, or is named where nothing recovers; '' for nobody of this desk. */
  readonly memberName: string
}

/** @throws AppError NOT_FOUND */
export async function loadImportPage(deps: Deps, _viewer: MemberActor, id: string): Promise<ImportPage> {
  const now = deps.io.clock.now()
  const row = await readImportRow(deps.db, id)
  const { staged, claims, abis } = toImported(row)
  const [rows, given, [importer]] = await Promise.all([
    readRegisteredRows(deps.db),
    openKept(deps.db, deps.io, id),
    deps.db.select({ name: member.name }).from(member).where(eq(member.id, row.memberId)),
  ])
  const inspected = await gatherImport({ ...deps, now }, rows, { staged, claims, given, abis, at: row.at })
  const { assessment, surroundings, signatures, own, twin, notChecked } = inspected
  return {
    ...{ id, importer: importer?.name ?? '', at: row.at, note: row.note, claims },
    safe: own && { id: own.id, name: own.name },
    ...{ assessment, contacts: surroundings.contacts, assets: surroundings.assets, notChecked, twin },
    verdict: inspected.verdict,
    signatures: signatures.map((one) => ({ ...one, memberName: nameOf(one.recovered ?? one.owner, rows) })),
    signedOutside: inspected.signedOutside.map((owner) => nameOf(owner, rows) || owner),
    abiFailures: failuresOf(abis),
    readAt: now,
  }
}

function failuresOf(answers: readonly AbiAnswer[]): readonly string[] {
  const said = answers.flatMap((answer) =>
    'failure' in answer
      ? [answer.failure === NO_ABI_SOURCE ? NO_ABI_SOURCE : `No ABI for ${answer.address}. ${answer.failure}`]
      : [],
  )
  return [...new Set(said)]
}

function nameOf(address: Address | null, { wallets, members }: RegisteredRows): string {
  if (address === null) return ''
  const wallet = wallets.find((one) => isSameAddress(one.address as Address, address))
  return members.find(({ id }) => id === wallet?.memberId)?.name ?? ''
}
