import { ROLES } from '@/lib/flows/actor'
import type { Flow } from '@/lib/flows/flow'
import type { PermissionRow } from '@/components/members/permission-matrix'

/** Verbs that nobody does to what they brought about themselves (SPEC §2), with what that is. */
export const NOT_ON_OWN: Readonly<Record<string, string>> = {
  'begin-approval': 'what they staged',
  approve: 'what they staged',
  unfreeze: 'what they froze themselves, nor on their own freeze',
  'issue-enrolment-code': 'themselves',
}

/** What members may do, read off the gates that guard it: nothing here is written down a second time. */
export function permissionRows(flows: readonly Flow[]): readonly PermissionRow[] {
  return flows.flatMap(({ verb, gate: { actors, roles, stepUp } }) => {
    if (!actors.includes('member')) return []
    const may = ROLES.filter((role) => roles === 'any' || roles.includes(role))
    const asked = 'none' in stepUp ? { stepUp: null, why: stepUp.none } : { stepUp: stepUp.action, why: '' }
    return [{ verb, roles: may, notOn: NOT_ON_OWN[verb] ?? null, ...asked }]
  })
}
