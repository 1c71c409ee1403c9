import 'server-only'
import { sectionKey } from '@/lib/audit/pack'
import type { AuditObject, Leaf } from '@/lib/audit/types'
import { AppError } from '@/lib/core/errors'
import { bootstrapObject } from '@/lib/flows/content'
import { differs, nameOf } from '@/lib/flows/differs'

/** Who may do what, to whom and how: rows that every decision rests on, none of which is ever deleted. */
export const REGISTERED = ['installation', 'member', 'wallet', 'passkey', 'safe', 'asset', 'book-entry', 'policy']
const KINDS = new Set(REGISTERED)

/** What the log says of the registry. */
export type AdmittedRegistry = {
  /** By object, the content hash that counts now. */
  readonly current: ReadonlyMap<string, string>
  /** By object and version, every content hash that ever counted. */
  readonly versions: ReadonlyMap<string, string>
}

/** May this event give a registered object other content than it had? True only with a proof that the event carries. */
type Admission = (leaf: Leaf) => boolean

/**
 * Verbs that change the registry, by action, each with the check of the step-up that allowed it. None exists yet: who
 * can write events into the database can write any words into them, so an event without a proof changes nothing.
 */
const ADMISSIONS: ReadonlyMap<string, Admission> = new Map()

/**
 * The registry as the log has it: what bootstrap wrote, which its last event names as a whole, and what admitted events
 * changed since.
 * @param leaves about `REGISTERED` objects and about `bootstrap`, in order, proven
 * @param signedSize how many events the latest checkpoint covers
 * @throws AppError BLOCKED for an event about a registered object that nothing admits
 */
export function admittedRegistry(leaves: readonly Leaf[], signedSize: number): AdmittedRegistry {
  const end = leaves.findIndex(({ object }) => object.type === 'bootstrap')
  const closing = leaves[end]
  if (!closing || closing.seq >= signedSize)
    throw new AppError('UNAVAILABLE', 'No checkpoint covers the setup of this desk yet. The worker signs one soon.')
  const written = leaves.slice(0, end)
  assertWhole(written, closing)
  const current = new Map(written.map(({ object }) => [nameOf(object), object.contentHash as string]))
  const versions = new Map(written.map(({ object }) => [sectionKey(object), object.contentHash as string]))
  for (const leaf of leaves.slice(end + 1)) {
    const { object } = leaf
    if (!KINDS.has(object.type)) throw unadmitted(leaf)
    if (current.get(nameOf(object)) === object.contentHash) continue
    if (ADMISSIONS.get(leaf.action)?.(leaf) !== true) throw unadmitted(leaf)
    current.set(nameOf(object), object.contentHash)
    versions.set(sectionKey(object), object.contentHash)
  }
  return { current, versions }
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
