import 'server-only'
import type { Address } from 'viem'
import { canonicalize, type Json } from '@/lib/core/canonical'
import { displayText } from '@/lib/core/display-text'
import type { FieldProblem } from '@/lib/core/errors'
import { nearestWord } from '@/lib/core/nearest-word'
import { refusedAll } from '@/lib/flows/proposals/refused'
import type { RegisteredRows } from '@/lib/flows/registered-rows'
import { neverMatching } from '@/lib/policy/covers'
import { unsatisfiableReasons } from '@/lib/policy/satisfiable'
import type { Policy } from '@/lib/policy/types'
import type { SafeState } from '@/lib/simulate/types'

/** The columns of a policy version that its body decides. */
export function policyRow(safeId: string, asked: Policy) {
  // Parsed JSON is JSON; optional members are left out by canonicalize.
  const json: Json = JSON.parse(JSON.stringify(asked))
  return { id: asked.id, version: asked.version, safeId, body: canonicalize(json) }
}

/** @throws AppError at the place of everybody who is no member, and of every rule that an earlier one takes everything from */
export function assertFits(asked: Policy, rows: RegisteredRows): void {
  const problems = [...strangers(asked, rows), ...shadowed(asked)]
  if (problems.length > 0) throw refusedAll(problems)
}

function strangers({ groups }: Policy, { members }: RegisteredRows): readonly FieldProblem[] {
  const known = members.map(({ id }) => id)
  return groups
    .flatMap((group, at) =>
      group.members.map((id, place) => ({ id, field: `body.policy.groups.${at}.members.${place}` })),
    )
    .filter(({ id }) => !known.includes(id))
    .map(({ id, field }) => {
      const near = nearestWord(id, known)
      const fix = near === null ? 'Their ids stand under Members.' : `Did you mean ${near}?`
      return { field, message: `There is no member ${displayText(id, 120)}. ${fix}` }
    })
}

const shadowed = ({ rules }: Policy): readonly FieldProblem[] =>
  neverMatching(rules).map(({ place, by }) => ({
    field: `body.policy.rules.${place}`,
    message: `It never matches: ${by.name}, before it, takes all that it would. Put it first, or limit that one.`,
  }))

/** @throws AppError where nobody could ever meet it, with the owners and the threshold that the Safe has now */
export function assertMeetable(
  asked: Policy,
  { members, wallets }: RegisteredRows,
  { owners, threshold }: Pick<SafeState, 'owners' | 'threshold'>,
): void {
  const active = members.filter(({ isActive }) => isActive)
  const people = active
    .filter(({ roles }) => roles.includes('signer'))
    .map(({ id, name }) => ({
      memberId: id,
      name,
      owners: wallets.filter(({ memberId }) => memberId === id).map(({ address }) => address as Address),
    }))
  const initiatorIds = active.filter(({ roles }) => roles.includes('initiator')).map(({ id }) => id)
  const reasons = unsatisfiableReasons(asked, { people, initiatorIds, safe: { owners, threshold } })
  if (reasons.length > 0)
    throw refusedAll(
      reasons.map((reason) => ({ field: 'body.policy', message: `Nobody could ever meet it. ${reason}` })),
    )
}
