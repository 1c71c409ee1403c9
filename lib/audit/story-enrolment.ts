import { CODE_SECONDS, type CodeProof, hashOfCodeKey, isCodeProven } from '@/lib/approve/enrolment-code'
import { enrolSubject, issueCodeSubject } from '@/lib/approve/passkey-subjects'
import { CHALLENGE_SECONDS, issuedAt } from '@/lib/approve/preimage'
import type { RegisteredPasskey } from '@/lib/approve/registered-passkey'
import type { StepUpAction } from '@/lib/approve/types'
import { answerFault, type Kept, type Used } from '@/lib/audit/answer-fault'
import * as shapes from '@/lib/audit/enrolment-sections'
import { doesAnswer, passkeyShape, registeredOf } from '@/lib/audit/kept-proof'
import { type Changes, emptyChanges, invitedRoles, judgeAgreement, judgeProposal } from '@/lib/audit/story-changes'
import type { Leaf } from '@/lib/audit/types'
import type { ProofContext } from '@/lib/audit/verify-pack'
import type { Json } from '@/lib/core/canonical'
import type { Digest } from '@/lib/core/digest'

type Grounds = {
  readonly action: string
  readonly memberId: string
  /** When a passkey signed for it, in milliseconds. */
  readonly provenAt: number
  /** What confirmed it: another passkey, for one subject, or a code. */
  readonly by: { readonly subject: Digest } | { readonly codeProof: CodeProof }
}

type Code = Pick<shapes.CodeSection, 'memberId' | 'codeHash' | 'expiresAt'> & {
  /** When a passkey signed for it; of the setup's own, the earliest that it can be from. In milliseconds. */
  readonly provenAt: number
}

/** What the events so far told of who may enrol what. */
export type Enrolments = {
  coolingSeconds: number | null
  /** Active members whose section the pack carries, with their roles. */
  readonly members: Map<string, readonly string[]>
  readonly codes: Map<string, Code>
  readonly changes: Changes
  /** By credential id. */
  readonly grounds: Map<string, Grounds>
  /** Objects that an event wrote: none of these is written twice. */
  readonly known: Set<string>
  /** Hashes of the codes that enrolled a passkey. */
  readonly usedCodes: Set<Digest>
  /** Events after the setup that enrolled a passkey. */
  readonly admitted: Set<number>
}

export const emptyEnrolments = (): Enrolments => ({
  ...{ coolingSeconds: null, members: new Map(), codes: new Map(), grounds: new Map() },
  ...{ changes: emptyChanges(), known: new Set(), usedCodes: new Set(), admitted: new Set() },
})

export type EnrolmentStory = Used & { readonly retired: Map<string, number>; readonly enrolments: Enrolments }
type Judge = (leaf: Leaf, section: Json, story: EnrolmentStory, context: ProofContext) => Promise<string | null>

/** What writes each of these after the setup, as preflight admits it. */
const JUDGES: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ['issue-enrolment-code enrolment-code', judgeCode],
  ['add-passkey passkey-enrolment', judgeAddition],
  ['enrol-first-passkey passkey-enrolment', judgeFirst],
  ['add-passkey passkey', judgePasskey],
  ['enrol-first-passkey passkey', judgePasskey],
  [
    'propose-change proposal',
    (leaf, section, story, context) =>
      judgeProposal(leaf, section, story.enrolments.changes, checkOf(leaf, story, context)),
  ],
  [
    'agree-to-change proposal-decision',
    (leaf, section, story, context) =>
      judgeAgreement(leaf, section, story.enrolments.changes, checkOf(leaf, story, context)),
  ],
])
const JUDGED = new Set([...JUDGES.keys()].map((name) => name.split(' ')[1]))

/**
 * Judges an event that says who may use which passkey, once the setup's own check let it through; says why it is not to be
 * believed, as a whole sentence, or null, also for events of anything else. A passkey is admitted on the grounds that
 * preflight admits it on, as far as a pack shows them: which address opened the session that used a code, and what
 * checkpoint a challenge named, only the desk knows.
 */
export async function judgeEnrolment(
  story: EnrolmentStory,
  leaf: Leaf,
  section: Json | undefined,
  context: ProofContext,
): Promise<string | null> {
  const { seq, object, actor, action } = leaf
  const { known } = story.enrolments
  const name = `${object.type} ${object.id}`
  if (actor.kind === 'bootstrap') {
    known.add(name)
    readSetup(story.enrolments, leaf, section)
    return null
  }
  // Of a member whom an event changed only what the pack shows two admins to have agreed on vouches for anything.
  if (object.type === 'member') {
    story.enrolments.members.delete(object.id)
    if (action !== 'agree-to-change' || section === undefined) return null
    const roles = invitedRoles(leaf, section, story.enrolments.changes)
    if (typeof roles === 'string') return roles
    story.enrolments.members.set(object.id, roles)
    return null
  }
  // Believed without its proof, which a pack need not carry: it takes a passkey's word away, and gives whoever forges one
  // no more than leaving the section of the old passkey out would.
  if (object.type === 'passkey-retirement' && !story.retired.has(object.id)) story.retired.set(object.id, seq)
  if (!JUDGED.has(object.type)) return null
  const what = object.type.replaceAll('-', ' ')
  const judge = JUDGES.get(`${action} ${object.type}`)
  if (!judge)
    return object.type === 'passkey'
      ? `Event ${seq} enrols a passkey, and no verb of this desk did that.`
      : `Event ${seq} writes a ${what}, and no verb of this desk did that.`
  if (known.has(name)) return `Event ${seq} writes a ${what} that an earlier event wrote.`
  if (section === undefined) return `The pack does not carry the ${what} that event ${seq} wrote.`
  known.add(name)
  return judge(leaf, section, story, context)
}

function readSetup(enrolments: Enrolments, { object }: Leaf, section: Json | undefined): void {
  if (object.type === 'installation')
    enrolments.coolingSeconds = shapes.installationShape.safeParse(section).data?.factorCoolingSeconds ?? null
  const member = object.type === 'member' ? shapes.memberShape.safeParse(section).data : undefined
  if (member?.isActive === true) enrolments.members.set(object.id, member.roles)
  const code = object.type === 'enrolment-code' ? shapes.setupCodeShape.safeParse(section).data : undefined
  if (code) enrolments.codes.set(object.id, { ...code, provenAt: Date.parse(code.expiresAt) - CODE_SECONDS * 1000 })
}

/** Another admin's passkey confirmed the code for this member, this address and this hash. */
async function judgeCode(leaf: Leaf, content: Json, story: EnrolmentStory, context: ProofContext) {
  const { seq, object } = leaf
  const { data: code } = shapes.codeShape.safeParse(content)
  if (!code) return `Event ${seq} issues no enrolment code with the confirmation of an admin.`
  const { memberId, issuedBy, proof } = code
  const { members, codes } = story.enrolments
  if (issuedBy === memberId || members.get(issuedBy)?.includes('admin') !== true)
    return `Event ${seq} issues an enrolment code, but the pack does not show that another admin did.`
  const asked = { action: 'issue-enrolment-code', subject: issueCodeSubject(code) } as const
  const fault = await stepUpFault(leaf, { ...code, memberId: issuedBy }, asked, story, context)
  if (fault !== null) return fault
  if (Date.parse(code.expiresAt) > issuedAt(proof.preimage).getTime() + (CODE_SECONDS + CHALLENGE_SECONDS) * 1000)
    return `The enrolment code of event ${seq} lasts longer than one may.`
  codes.set(object.id, { ...code, provenAt: issuedAt(proof.preimage).getTime() })
  return null
}

// Which passkey was confirmed is only a digest here; the passkey's own event, which follows, has to give it.
async function judgeAddition(leaf: Leaf, content: Json, story: EnrolmentStory, context: ProofContext) {
  const { data: grounds } = shapes.additionShape.safeParse(content)
  if (!grounds) return `Event ${leaf.seq} adds a passkey without the confirmation of another one.`
  const { memberId, proof } = grounds
  const { subject } = proof.preimage
  const fault = await stepUpFault(leaf, grounds, { action: 'enrol-passkey', subject }, story, context)
  if (fault !== null) return fault
  const provenAt = issuedAt(proof.preimage).getTime()
  story.enrolments.grounds.set(leaf.object.id, { action: leaf.action, memberId, provenAt, by: { subject } })
  return null
}

/** A code that was admitted before, unused, in time, for this member, by who knew it. */
async function judgeFirst(leaf: Leaf, content: Json, { enrolments }: EnrolmentStory) {
  const { seq, at, actor, action, object } = leaf
  const { data: grounds } = shapes.firstShape.safeParse(content)
  if (!grounds) return `Event ${seq} enrols a first passkey without an enrolment code.`
  const { memberId, codeId, codeProof } = grounds
  const code = enrolments.codes.get(codeId)
  if (!code) return `Event ${seq} uses an enrolment code that no earlier event of the pack issued.`
  const isGiven =
    actor.kind === 'member' &&
    actor.id === memberId &&
    code.memberId === memberId &&
    hashOfCodeKey(codeProof.codeKey) === code.codeHash
  if (!isGiven) return `Event ${seq} does not show the enrolment code that this member was given.`
  if (enrolments.usedCodes.has(code.codeHash)) return `Event ${seq} uses an enrolment code a second time.`
  if (!(Date.parse(at) < Date.parse(code.expiresAt))) return `Event ${seq} uses an enrolment code that was over.`
  if (!enrolments.members.has(memberId)) return `The pack does not show that event ${seq} was done by an active member.`
  enrolments.usedCodes.add(code.codeHash)
  enrolments.grounds.set(object.id, { action, memberId, provenAt: code.provenAt, by: { codeProof } })
  return null
}

/** Exactly the passkey that its grounds are for, of the same member, with the cooling that the desk has. */
async function judgePasskey(leaf: Leaf, content: Json, story: EnrolmentStory, context: ProofContext) {
  const { seq, at, actor, action, object } = leaf
  const { data: passkey } = passkeyShape.safeParse(content)
  const grounds = story.enrolments.grounds.get(object.id)
  if (!passkey || !grounds) return `Event ${seq} enrols a passkey, and the pack does not show on what grounds.`
  const { memberId } = passkey
  const isTheirs =
    actor.kind === 'member' &&
    actor.id === memberId &&
    grounds.memberId === memberId &&
    grounds.action === action &&
    !passkey.isDemo
  const registered = { credentialId: object.id, content: passkey }
  if (!isTheirs || !isMeant(grounds, registered, context))
    return `Event ${seq} enrols another passkey than the one that was confirmed.`
  if ('codeProof' in grounds.by && hasAnother(registered, story, context))
    return `Event ${seq} enrols a first passkey for a member who has one, which has to confirm it.`
  const { coolingSeconds } = story.enrolments
  if (coolingSeconds === null) return `The pack does not show how long the passkey of event ${seq} had to cool.`
  // Whoever writes an event says when it was; when a passkey signed, they cannot.
  const coolingFrom = Math.max(grounds.provenAt, Date.parse(at))
  if (!(Date.parse(passkey.usableFrom) >= coolingFrom + coolingSeconds * 1000))
    return `The passkey of event ${seq} counts before its cooling is over.`
  story.enrolments.admitted.add(seq)
  return null
}

function isMeant({ by }: Grounds, { credentialId, content }: RegisteredPasskey, { installation }: ProofContext) {
  const { memberId } = content
  const passkey = { ...content, credentialId }
  if ('subject' in by) return enrolSubject(passkey) === by.subject
  return isCodeProven(by.codeProof, { installation, memberId, passkey })
}

// As far as the pack shows their passkeys: it carries those that its own answers rest on.
function hasAnother({ content }: RegisteredPasskey, { retired }: EnrolmentStory, { passkeys }: ProofContext): boolean {
  return passkeys.some(({ credentialId }) => {
    const other = registeredOf(credentialId, passkeys)?.content
    return other?.memberId === content.memberId && other.rpId === content.rpId && !retired.has(credentialId)
  })
}

const checkOf = (leaf: Leaf, story: EnrolmentStory, context: ProofContext) => ({
  isAdmin: (memberId: string) => story.enrolments.members.get(memberId)?.includes('admin') === true,
  faultOf: (kept: Kept, asked: { readonly action: StepUpAction; readonly subject: Digest }) =>
    stepUpFault(leaf, kept, asked, story, context),
})

async function stepUpFault(
  leaf: Leaf,
  kept: Kept,
  asked: { readonly action: StepUpAction; readonly subject: Digest },
  story: EnrolmentStory,
  context: ProofContext,
): Promise<string | null> {
  const { seq } = leaf
  const { memberId, proof } = kept
  const fault = answerFault({ memberId, proof, challenge: kept.challenge }, leaf, context, story)
  if (fault !== null) return fault
  if (!story.enrolments.members.has(memberId))
    return `The pack does not show that event ${seq} was done by an active member.`
  const { credentialId, origin, rpId } = proof.passkey
  const usableFrom = registeredOf(credentialId, context.passkeys)?.content.usableFrom ?? ''
  if (!(Date.parse(usableFrom) <= issuedAt(proof.preimage).getTime()))
    return `The passkey of event ${seq} confirmed something before it counted.`
  const isHere = URL.canParse(origin) && new URL(origin).hostname === rpId
  return isHere && (await doesAnswer(proof, asked, leaf, context))
    ? null
    : `The passkey proof of event ${seq} does not hold.`
}
