import { sectionKey } from '@/lib/audit/pack'
import { openSetup } from '@/lib/audit/setup'
import { judgeEnrolment } from '@/lib/audit/story-enrolment'
import * as steps from '@/lib/audit/story-steps'
import type { Leaf } from '@/lib/audit/types'
import { isEnrolment, type JudgeEvent } from '@/lib/audit/verify-pack'
import { displayText } from '@/lib/core/display-text'

/** The one event that each of these begins with, which carries the proof. */
const BEGINNINGS: ReadonlyMap<string, { readonly action: string; readonly judge: steps.Step }> = new Map([
  ['withdrawal', { action: 'stage', judge: steps.judgeStage }],
  ['approval', { action: 'approve', judge: steps.judgeApproval }],
  ['submission', { action: 'hand-over', judge: steps.judgeHandOver }],
])
const PROVEN_ACTIONS = new Set([...BEGINNINGS.values()].map(({ action }) => action))

/**
 * Judges the events of a pack in order, as the setup of one desk and the story of one withdrawal: staged, reviewed,
 * approved and handed over, nothing of it withheld where its event is shown, each with a proof of the person it names.
 */
export function openStory(installation: string): {
  readonly story: steps.Story
  readonly judge: JudgeEvent
  /** Whether an event, once judged, enrolled a passkey: in the setup, or on grounds that hold. */
  readonly isEnrolled: (leaf: Leaf) => boolean
} {
  const story = steps.emptyStory()
  const judgeSetup = openSetup(installation)
  const begun = new Set<string>()
  const judge: JudgeEvent = async (leaf, section, context) => {
    const { seq, object, action } = leaf
    const fault = judgeSetup(leaf, section) ?? strangerFault(story, leaf)
    if (fault !== null) return fault
    const beginning = BEGINNINGS.get(object.type)
    const key = sectionKey(object)
    if (leaf.outcome === 'refused') {
      const isUnproven = beginning !== undefined && section !== undefined && !begun.has(key)
      return isUnproven ? `Event ${seq} was refused, so nothing proves its section ${displayText(key)}.` : null
    }
    if (PROVEN_ACTIONS.has(action) && action !== beginning?.action)
      return `Event ${seq} says ${action}, but is about a ${displayText(object.type)}.`
    const ungrounded = await judgeEnrolment(story, leaf, section, context)
    if (ungrounded !== null) return ungrounded
    if (object.type === 'stale-approval') steps.uncount(story, object.id)
    if (object.type === 'review' && section !== undefined) return steps.judgeReview(story, leaf, section, context)
    if (beginning === undefined) return null
    if (section === undefined) return `Section ${displayText(key)}, named by event ${seq}, is missing from the pack.`
    if (action !== beginning.action) return laterFault(leaf, begun.has(key))
    begun.add(key)
    return beginning.judge(story, leaf, section, context)
  }
  return { story, judge, isEnrolled: (leaf) => isEnrolment(leaf) || story.enrolments.admitted.has(leaf.seq) }
}

// Done or refused: a section about another withdrawal would be read as part of this one.
function strangerFault({ staged }: steps.Story, { seq, object }: Leaf): string | null {
  if (object.type !== 'withdrawal' || staged === null || object.id === staged.id) return null
  return `Event ${seq} is about ${displayText(object.id)}, but a pack holds one withdrawal: ${displayText(staged.id)}.`
}

// Withdrawals and hand-overs move on after they began; an approval stays as it was given.
function laterFault({ seq, object, action }: Leaf, hasBegun: boolean): string | null {
  if (object.type === 'approval') return `Event ${seq} is about an approval, but says ${displayText(action)}.`
  return hasBegun ? null : `Event ${seq} is about a ${object.type} that no earlier event of the pack began.`
}
