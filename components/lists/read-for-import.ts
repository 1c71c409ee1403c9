import type { ListFormat } from '@/lib/assess/lists/types'
import type { Digest } from '@/lib/core/digest'
import { WalletProblem } from '../wallet/wallet-problem'

type Given = {
  readonly listId: string
  readonly name: string
  readonly source: string
  readonly format: ListFormat
  readonly maxAge: string
  readonly text: string
}

export type ReadForImport = {
  readonly input: Omit<Given, 'maxAge'> & { readonly maxAgeHours: number }
  readonly sha256: Digest
  readonly count: number
  readonly skipped: number
  readonly expired: number
  /** What the passkey confirms. */
  readonly subject: Digest
}

/** Reads a list in this browser as the desk reads it. @throws what is wrong with it, by row or line */
export async function readForImport({ maxAge, ...given }: Given): Promise<ReadForImport> {
  const [{ readList }, { addressesDigest }, { importListSubject }, { sha256Hex }, { displayText }, { AppError }] =
    await Promise.all([
      import('@/lib/assess/lists/read-list'),
      import('@/lib/assess/lists/addresses-digest'),
      import('@/lib/approve/list-subjects'),
      import('@/lib/core/digest'),
      import('@/lib/core/display-text'),
      import('@/lib/core/errors'),
    ])
  const [name, source] = [displayText(given.name.trim(), 80), displayText(given.source.trim(), 300)]
  if (!/^[a-z][a-z0-9-]{1,39}$/.test(given.listId))
    throw new WalletProblem('Give the list an id of 2 to 40 of a–z, 0–9 and -.')
  if (name === '' || source === '') throw new WalletProblem('Give the list a name and its source.')
  if (!/^[1-9]\d{0,3}$/.test(maxAge)) throw new WalletProblem('Say in whole hours when the list is stale, up to 8760.')
  const input = { ...given, name, source, maxAgeHours: Number(maxAge) }
  try {
    const { entries, skipped, expired } = readList(given.format, given.text, new Date())
    const [sha256, count] = [sha256Hex(given.text), entries.length]
    const addresses = addressesDigest(entries)
    const { text: _text, ...about } = input
    return {
      input,
      sha256,
      count,
      skipped,
      expired,
      subject: importListSubject({ ...about, sha256, addresses, count }),
    }
  } catch (error) {
    throw error instanceof AppError ? new WalletProblem(error.message) : error
  }
}
