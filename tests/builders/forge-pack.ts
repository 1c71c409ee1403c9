import { verifyEvidence } from '@/lib/audit/verify-evidence'
import { AT, bootstrapped, honestEntries, packOf, type SampleEntry } from '@/tests/builders/sample-pack'

// Forged packs: the honest one with one event changed, signed again as whoever writes the log would have it.
export const honest = honestEntries()
/** Places in the honest pack: 0 to 5 are the setup, 8 moves the withdrawal, 12 reports what was sent. */
export const [STAGED, REVIEWED, RUTH, TOMAS, HANDED] = [6, 7, 9, 10, 11] as const

export const entryAt = (seq: number): SampleEntry => honest[seq] ?? bootstrapped('', '', null)

export const replaced = (seq: number, ...entries: SampleEntry[]) => honest.toSpliced(seq, 1, ...entries)

/** The honest pack with other content, and perhaps another event, at one place. */
export function changed(seq: number, content: object, change: Partial<SampleEntry> = {}): SampleEntry[] {
  const entry = entryAt(seq)
  return replaced(seq, { ...entry, content: { ...Object(entry.content), ...content }, ...change })
}

/** The seq and sentence of the refusal, or 'verified'. */
export async function refusal(entries: readonly SampleEntry[], parts?: Parameters<typeof packOf>[1]) {
  const verdict = await verifyEvidence(packOf(entries, parts))
  return verdict.ok ? 'verified' : [verdict.seq, verdict.sentence]
}

export const unproven = (seq: number) => `The passkey proof of event ${seq} does not hold.`

export const expired = (seq: number, expires: string) =>
  `The challenge of event ${seq} expired at ${expires}, before the event at ${AT}.`
