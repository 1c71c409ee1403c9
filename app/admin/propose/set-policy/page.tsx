import type { Metadata } from 'next'
import { PolicyForm, type PolicySafe } from '@/components/proposals/policy-form'
import { ownerFacts } from '@/components/safes/owner-facts'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { listMembers } from '@/db/queries/members'
import { readPolicyVersion } from '@/db/queries/recorded-safe'
import { displayText } from '@/lib/core/display-text'
import type { MemberActor } from '@/lib/flows/actor'
import { deps } from '@/lib/session/deps'
import { readSafesNow } from '../../../safes-now'
import { viewerAt } from '../../../viewer-at'
import { AdminFrame, readPerson } from '../../admin-frame'

export const metadata: Metadata = { title: 'Set a first policy' }

export default async function SetPolicyPage() {
  const viewer = await viewerAt('/admin/propose/set-policy')
  const safes = await readWithoutPolicy(viewer)
  return (
    <AdminFrame
      viewer={viewer}
      crumb="Set a first policy"
      statement="A Safe without a policy lets nothing out."
      asked="Begin from a preset and change what you need. What nobody could ever meet is refused with the reason."
    >
      <Section id="policy" title="Policy">
        {safes.length === 0 ? (
          <EmptyState title="Every Safe has a policy.">
            A Safe that is imported stands here until it has one.
          </EmptyState>
        ) : (
          <PolicyForm person={await readPerson(viewer)} safes={safes} />
        )}
      </Section>
    </AdminFrame>
  )
}

async function readWithoutPolicy(viewer: MemberActor): Promise<readonly PolicySafe[]> {
  const { db } = deps()
  const [safes, members] = await Promise.all([readSafesNow(viewer), listMembers(db, viewer)])
  const versions = await Promise.all(safes.map(({ id }) => readPolicyVersion(db, viewer, id)))
  const signers = members.filter(({ roles, isActive }) => isActive && roles.includes('signer'))
  return safes
    .filter((_, place) => versions[place] === null)
    .map(({ id, name, now }) => ({
      ...{ id, name: displayText(name, 80) },
      signers: [
        ...new Map(
          ownerFacts(now?.state.owners ?? [], signers).flatMap(({ holder }) =>
            holder === null ? [] : [[holder.id, { memberId: holder.id, name: displayText(holder.name, 80) }] as const],
          ),
        ).values(),
      ],
    }))
}
