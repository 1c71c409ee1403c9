import type { Json } from '@/lib/core/canonical'
import { contentDigest } from '@/lib/core/digest'
import type { AuditObject, Leaf } from '@/lib/audit/types'

/** Content of the event that closes the setup of a desk: everything that the setup wrote, in order of its events. */
export function setupContent(objects: readonly AuditObject[]): Json {
  return { objects: objects.map(({ type, id, version, contentHash }) => ({ type, id, version, contentHash })) }
}

/**
 * Reads the setup off the events of a pack, which carries the log from event 0 to the closing one: a gap could hide an
 * earlier closing, and then whoever writes events could set the desk up a second time with keys of their own.
 * @returns to be asked for every event in order; says why one is not of an honest setup, or null
 */
export function openSetup(installation: string): (leaf: Leaf, section: Json | undefined) => string | null {
  const written: AuditObject[] = []
  let due = 0
  let isClosed = false
  return (leaf, section) => {
    const { seq, object, outcome } = leaf
    if (isClosed) return afterwards(leaf)
    if (seq !== due) return `Event ${due} is missing: a pack begins with the whole setup of the desk.`
    due += 1
    if (outcome === 'refused') return null
    if (!isBootstrap(leaf)) return `Event ${seq} comes before the one that closes the setup of the desk.`
    if (object.type !== 'bootstrap') {
      written.push(object)
      return null
    }
    if (object.id !== installation || object.contentHash !== contentDigest(setupContent(written)))
      return `Event ${seq} closes the setup of the desk with other objects than the events before it wrote.`
    if (section === undefined) return `The section of event ${seq}, which closes the setup of the desk, is missing.`
    isClosed = true
    return null
  }
}

function afterwards(leaf: Leaf): string | null {
  const { seq, outcome, actor } = leaf
  if (outcome === 'refused' || actor.kind !== 'bootstrap' || isFirstLink(leaf)) return null
  return `Event ${seq} says it sets up the desk, whose setup was closed before.`
}

const isBootstrap = ({ actor, action }: Leaf): boolean => actor.kind === 'bootstrap' && action === 'bootstrap'

// Another link for a first admin makes nobody a member and names no key: the wallet that the setup named has to accept it.
const isFirstLink = ({ action, object }: Leaf): boolean => action === 'renew-first-link' && object.type === 'invitation'
