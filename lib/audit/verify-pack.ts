import type { Json } from '@/lib/core/canonical'
import { contentDigest } from '@/lib/core/digest'
import { displayText } from '@/lib/core/display-text'
import { readLeaf } from '@/lib/audit/leaf'
import { isIncluded } from '@/lib/audit/merkle'
import { sectionKey } from '@/lib/audit/pack'
import type { BadEvent, EvidencePack, Leaf } from '@/lib/audit/types'
import { checkpointFault, personalFault } from '@/lib/audit/verify'

/** What else than an approval's own section its proof is checked against. */
export type ProofContext = {
  readonly installation: string
  /** Passkeys enrolled by earlier events of the pack, with the content those events name. */
  readonly passkeys: readonly { readonly credentialId: string; readonly content: Json }[]
}

/**
 * Says why an event is not to be believed for what it claims, as a whole sentence, or null. Asked once for every event
 * that the log proves, in order, with its section where the pack carries one.
 */
export type JudgeEvent = (leaf: Leaf, section: Json | undefined, context: ProofContext) => Promise<string | null>

/** Checks the passkey proof of one approval against its leaf; false, never a throw, for one that does not hold. */
export type CheckProof = (section: Json, leaf: Leaf, context: ProofContext) => Promise<boolean>

export type PackVerdict = { ok: true; leaves: number; sections: number; proofsChecked: number } | BadEvent

/**
 * Checks an evidence pack with nothing but the pack: the checkpoint's signature, each leaf's path to its root, each
 * section's manifest digest, and that the events name every section by its hash. It proves that all of it was logged, not
 * that it is true: whether the sections tell of one withdrawal and its proofs are good is for `verifyEvidence`.
 * @param options.checkProof run for every approval that was done and whose section the pack carries
 * @param options.judgeEvent asked before that; its sentence refuses the pack at that event
 * @param options.isEnrolled which events, once judged, enrolled the passkey that they hold
 * @param options.trustedKey as in `verifyLog`
 */
export async function verifyPack(
  pack: EvidencePack,
  {
    checkProof,
    judgeEvent = () => Promise.resolve(null),
    isEnrolled = isEnrolment,
    trustedKey = pack.publicKey,
  }: {
    checkProof?: CheckProof
    judgeEvent?: JudgeEvent
    isEnrolled?: (leaf: Leaf) => boolean
    trustedKey?: string
  } = {},
): Promise<PackVerdict> {
  const firstSeq = readLeaf(pack.leaves[0]?.json ?? '')?.leaf.seq ?? null
  if (trustedKey !== pack.publicKey) return bad(firstSeq, 'The pack names another public key than the one you trust.')
  const forged = checkpointFault(pack.checkpoint, pack)
  if (forged !== null) return bad(firstSeq, forged)

  const named = new Set<string>()
  const passkeys: { credentialId: string; content: Json }[] = []
  const context: ProofContext = { installation: pack.installation, passkeys }
  let proofsChecked = 0
  const seqs = new Set<number>()
  let previous = -1
  for (const { json, proof } of pack.leaves) {
    const read = readLeaf(json)
    if (read === null) return bad(claimedSeq(json), `An event after event ${previous} is not an unaltered log entry.`)
    const { leaf, hash } = read
    const { size, root } = pack.checkpoint
    const sentence =
      (leaf.seq <= previous ? `Event ${leaf.seq} is out of order.` : null) ??
      (isIncluded(hash, leaf.seq, size, proof, root) ? null : `Event ${leaf.seq} is not the one in the signed log.`) ??
      personalFault(leaf, pack.personal?.filter(({ seq }) => seq === leaf.seq) ?? []) ??
      sectionFault(pack, leaf)
    if (sentence !== null) return bad(leaf.seq, sentence)
    previous = leaf.seq
    seqs.add(leaf.seq)
    const section = sectionKey(leaf.object)
    named.add(section)
    const artefact = sectionOf(pack, section)
    const claim = await judgeEvent(leaf, artefact, context)
    if (claim !== null) return bad(leaf.seq, claim)
    if (artefact !== undefined && isEnrolled(leaf)) passkeys.push({ credentialId: leaf.object.id, content: artefact })
    if (checkProof === undefined || artefact === undefined || !isApproval(leaf)) continue
    if (!(await checkProof(artefact, leaf, context)))
      return bad(leaf.seq, `The passkey proof of event ${leaf.seq} does not hold.`)
    proofsChecked += 1
  }
  const sections = Object.keys(pack.withdrawal).length
  return strayFault(pack, named, seqs) ?? { ok: true, leaves: pack.leaves.length, sections, proofsChecked }
}

// A leaf whose object the pack does not carry, in neither manifest nor sections, has nothing to compare.
function sectionFault(pack: EvidencePack, leaf: Leaf): string | null {
  const key = sectionKey(leaf.object)
  const content = sectionOf(pack, key)
  const listed = pack.manifest.filter(({ section }) => section === key)
  if (content === undefined && listed.length === 0) return null
  if (content === undefined) return `Section ${displayText(key)}, named by event ${leaf.seq}, is missing from the pack.`
  const digest = contentDigest(content)
  if (digest !== leaf.object.contentHash)
    return `Section ${displayText(key)} is not what event ${leaf.seq} logged: its content was changed.`
  if (listed.length !== 1 || listed[0]?.digest !== digest)
    return `The manifest does not list section ${displayText(key)} of event ${leaf.seq} with its digest.`
  return null
}

// Nobody signed a section that no event names, so it must not ride along looking proven.
function strayFault(pack: EvidencePack, named: ReadonlySet<string>, seqs: ReadonlySet<number>): BadEvent | null {
  const keys = [...Object.keys(pack.withdrawal), ...pack.manifest.map(({ section }) => section)]
  const stray = keys.find((key) => !named.has(key))
  if (stray !== undefined) return bad(null, `Section ${displayText(stray)} is recorded by no event of the pack.`)
  const unheld = pack.personal?.find(({ seq }) => !seqs.has(seq))
  if (unheld !== undefined)
    return bad(unheld.seq, `Personal values are shown for event ${unheld.seq}, which is missing.`)
  if (pack.leaves.length === 0) return bad(null, 'The pack holds no event, so nothing in it is proven.')
  return null
}

function sectionOf(pack: EvidencePack, key: string): Json | undefined {
  return Object.hasOwn(pack.withdrawal, key) ? pack.withdrawal[key] : undefined
}

// A refused approval may well hold a bad proof: that is what was refused.
const isApproval = (leaf: Leaf): boolean => leaf.object.type === 'approval' && leaf.outcome === 'done'

/**
 * Which events enrol a passkey by themselves: those of the setup of an empty database. An event of anyone else that says
 * so proves no key without its grounds, which `verifyEvidence` judges.
 */
export const isEnrolment = ({ object, outcome, actor, action }: Leaf): boolean =>
  object.type === 'passkey' && outcome === 'done' && actor.kind === 'bootstrap' && action === 'bootstrap'

function claimedSeq(json: string): number | null {
  const digits = /"seq":(\d{1,15})\b/.exec(json)?.[1]
  return digits === undefined ? null : Number(digits)
}

const bad = (seq: number | null, sentence: string): BadEvent => ({ ok: false, seq, sentence })
