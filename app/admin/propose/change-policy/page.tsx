import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ChangePolicyForm } from '@/components/proposals/change-policy-form'
import { policyNames } from '@/components/proposals/policy-names'
import { peopleWords, stateWords } from '@/components/proposals/policy-state'
import { Section } from '@/components/ui/section'
import { listPeople } from '@/db/queries/members'
import { listPolicies } from '@/db/queries/policies'
import { listAssets } from '@/db/queries/safes'
import { displayText } from '@/lib/core/display-text'
import { deps } from '@/lib/session/deps'
import { viewerAt } from '../../../viewer-at'
import { AdminFrame, readPerson } from '../../admin-frame'

export const metadata: Metadata = { title: 'Change a policy' }

type ChangePolicyPageProps = { searchParams: Promise<{ safe?: string | string[] }> }

export default async function ChangePolicyPage({ searchParams }: ChangePolicyPageProps) {
  const { safe } = await searchParams
  const viewer = await viewerAt(`/admin/propose/change-policy?safe=${String(safe)}`)
  const { db, io } = deps()
  const now = io.clock.now()
  const [all, assets, members] = await Promise.all([
    listPolicies(db, viewer),
    listAssets(db, viewer),
    listPeople(db, viewer),
  ])
  const lines = all.filter(({ safeId }) => safeId === safe)
  const active = lines.find(({ state }) => state === 'active')
  if (!active) notFound()
  const name = displayText(active.safeName, 80)
  const version = Math.max(...lines.map(({ policy }) => policy.version)) + 1
  return (
    <AdminFrame
      viewer={viewer}
      crumb="Change a policy"
      statement={`Version ${active.policy.version} counts on ${name}.`}
      asked="What only tightens counts at once. Everything else cools, and one veto stops it. What is pending keeps the stricter of both."
    >
      <Section id="policy" title="The next version">
        <ChangePolicyForm
          person={await readPerson(viewer)}
          safe={{ id: active.safeId, name }}
          active={active.policy}
          version={version}
          names={policyNames(active.chainId, { assets, members })}
          versions={lines.map((line) => ({
            policy: line.policy,
            says: [`It ${stateWords(line, now)}.`, line.by === null ? '' : peopleWords(line.by, now)].join(' ').trim(),
          }))}
        />
      </Section>
    </AdminFrame>
  )
}
