import 'server-only'
import { sectionKey } from '@/lib/audit/pack'
import type { AuditObject, Leaf } from '@/lib/audit/types'
import { AppError } from '@/lib/core/errors'
import type { Admission, AdmittedRegistry, Known } from '@/lib/flows/admission'
import { admitAddition, admitCode, admitFirst, admitPasskey } from '@/lib/flows/admit-enrolment'
import { admitFirstLink } from '@/lib/flows/admit-first-link'
import * as admit from '@/lib/flows/admit-proposal'
import { admitActivation, admitVeto } from '@/lib/flows/admit-policy'
import { admitRetirement } from '@/lib/flows/admit-retirement'
import { bootstrapObject } from '@/lib/flows/content'
import { differs, nameOf } from '@/lib/flows/differs'
import type { ProvenLog } from '@/lib/flows/prove-log'
import type { RegisteredRows } from '@/lib/flows/registered-rows'

/** Who may do what, to whom and how: rows that every decision rests on, none of which is ever deleted. */
export const REGISTERED = [
  ...['installation', 'member', 'wallet', 'passkey', 'safe', 'asset', 'contract', 'book-entry', 'policy'],
  ...['enrolment-code', 'passkey-enrolment', 'passkey-retirement'],
  ...['proposal', 'proposal-decision', 'invitation', 'policy-veto'],
]
const KINDS = new Set(REGISTERED)

/** What two people change, by one verb (lib/flows/proposals). */
const AGREED = ['member', 'invitation', 'safe', 'asset', 'contract', 'book-entry', 'policy']

/**
 * Verbs that change the registry, by action and kind of object, each with the check of the proof that allowed it. Who can
 * write events into the database can write any words into them, so an event without a proof changes nothing.
 */
const ADMISSIONS: ReadonlyMap<string, Admission> = new Map([
  ['issue-enrolment-code enrolment-code', admitCode],
  ['add-passkey passkey-enrolment', admitAddition],
  ['add-passkey passkey', admitPasskey],
  ['enrol-first-passkey passkey-enrolment', admitFirst],
  ['enrol-first-passkey passkey', admitPasskey],
  ['retire-passkey passkey-retirement', admitRetirement],
  ['propose-change proposal', admit.admitProposal],
  ['agree-to-change proposal-decision', admit.admitAgreement],
  ['refuse-change proposal-decision', admit.admitRefusal],
  ['accept-invitation wallet', admit.admitWallet],
  ['renew-first-link invitation', admitFirstLink],
  ['veto-policy policy-veto', admitVeto],
  ['activate-policies policy', admitActivation],
  ...AGREED.map((type): [string, Admission] => [`agree-to-change ${type}`, admit.admitAgreed]),
])

/**
 * The registry as the log has it: what bootstrap wrote, which its last event names as a whole, and what admitted events
 * changed since.
 * @param leaves about `REGISTERED` objects and about `bootstrap`, in order, proven
 * @param rows as they are now: each kept proof in them is checked again, none is believed
 * @throws AppError BLOCKED for an event about a registered object that nothing admits
 */
export async function admittedRegistry(
  leaves: readonly Leaf[],
  { checkpoint, rootAt }: Pick<ProvenLog, 'checkpoint' | 'rootAt'>,
  rows: RegisteredRows,
): Promise<AdmittedRegistry> {
  const end = leaves.findIndex(({ object }) => object.type === 'bootstrap')
  const closing = leaves[end]
  if (!closing || closing.seq >= checkpoint.size)
    throw new AppError('UNAVAILABLE', 'No checkpoint covers the setup of this desk yet. The worker signs one soon.')
  const written = leaves.slice(0, end)
  assertWhole(written, closing)
  const current = new Map(written.map(({ object }) => [nameOf(object), object.contentHash as string]))
  const versions = new Map(written.map(({ object }) => [sectionKey(object), object.contentHash as string]))
  const versionNow = new Map(written.map(({ object }) => [nameOf(object), object.version]))
  const retiredAt = new Map<string, number>()
  const known: Known = {
    ...{ rows, rootAt, retiredAt },
    isCurrent: (object) => current.get(nameOf(object)) === object.contentHash,
    isKnown: (object) => current.has(nameOf(object)),
    versionOf: (object) => versionNow.get(nameOf(object)) ?? null,
  }
  for (const leaf of leaves.slice(end + 1)) {
    const { object } = leaf
    if (!KINDS.has(object.type)) throw unadmitted(leaf)
    if (known.isCurrent(object)) continue
    const admits = ADMISSIONS.get(`${leaf.action} ${object.type}`)
    // One after the other: an event is judged by what the events before it left.
    if (leaf.outcome !== 'done' || !(await admits?.(leaf, known))) throw unadmitted(leaf)
    current.set(nameOf(object), object.contentHash)
    versions.set(sectionKey(object), object.contentHash)
    versionNow.set(nameOf(object), object.version)
    if (object.type === 'passkey-retirement') retiredAt.set(object.id, leaf.seq)
  }
  return { current, versions, retiredAt }
}

// One event per object, all by bootstrap, and together exactly what the last one names.
function assertWhole(written: readonly Leaf[], closing: Leaf): void {
  const [first] = written
  if (!first) throw unadmitted(closing)
  const isBootstrap = ({ actor, action, outcome }: Leaf) =>
    actor.kind === 'bootstrap' && action === 'bootstrap' && outcome === 'done'
  const stray = [...written, closing].find((leaf) => !isBootstrap(leaf))
  if (stray) throw unadmitted(stray)
  const objects: AuditObject[] = written.map(({ object }) => object)
  const twice = written.find(({ object }, at) => objects.findIndex((one) => nameOf(one) === nameOf(object)) < at)
  if (twice) throw unadmitted(twice)
  if (bootstrapObject(first.object.id, objects).contentHash !== closing.object.contentHash)
    throw differs(closing.object)
}

const unadmitted = ({ seq, object }: Leaf) =>
  new AppError(
    'BLOCKED',
    `Event ${seq} gives the ${object.type.replaceAll('-', ' ')} ${object.id} other content, and no verb of this desk did that. Nothing was handed over; freeze and investigate.`,
  )
