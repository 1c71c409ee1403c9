import type { Metadata } from 'next'
import Link from 'next/link'
import { checklist } from '@/components/proposals/checklist'
import { ChecklistSection } from '@/components/proposals/checklist-section'
import { ContractsSection } from '@/components/proposals/contracts-section'
import { NodesSection } from '@/components/proposals/nodes-section'
import { PoliciesSection } from '@/components/proposals/policies-section'
import { ProposalsTable } from '@/components/proposals/proposals-table'
import { PROPOSALS } from '@/components/live/watch'
import { Statement } from '@/components/frame/statement'
import { buttonClass } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { listContracts } from '@/db/queries/contracts'
import { listPolicies } from '@/db/queries/policies'
import { listProposals } from '@/db/queries/proposals'
import { deps } from '@/lib/session/deps'
import { DeskFrame } from '../desk-frame'
import { viewerAt } from '../viewer-at'
import { readDeskFacts } from './desk-facts'
import { readNodes } from './read-nodes'

export const metadata: Metadata = { title: 'Admin' }

const PROPOSE = [
  { href: '/admin/propose/invite-member', words: 'Invite a member' },
  { href: '/admin/propose/add-contacts', words: 'Add contacts' },
  { href: '/admin/propose/add-asset', words: 'Register an asset' },
  { href: '/admin/propose/set-contract', words: 'Register a contract' },
  { href: '/admin/propose/add-safe', words: 'Import a Safe' },
  { href: '/admin/create-safe', words: 'Create a Safe' },
  { href: '/admin/propose/set-policy', words: 'Set a first policy' },
  { href: '/admin/enrolment', words: 'Enrol others' },
  { href: '/book', words: 'Address book' },
]

export default async function AdminPage() {
  const viewer = await viewerAt('/admin')
  const { db, io } = deps()
  const now = io.clock.now()
  const [facts, lines, policies, contracts, nodes] = await Promise.all([
    readDeskFacts(viewer),
    listProposals(db, viewer),
    listPolicies(db, viewer),
    listContracts(db, viewer),
    readNodes(viewer),
  ])
  const steps = checklist(facts)
  const open = lines.filter(({ decided }) => decided === null)
  const decided = lines.filter((line) => line.decided !== null)
  const isAdmin = viewer.roles.includes('admin')
  const missing = steps.filter(({ isDone }) => !isDone)
  // Each way stands on this page once: beside its step while steps are missing, in the row below otherwise.
  const isStepShown = (href: string) =>
    missing.length > 0 && steps.some(({ ways }) => ways.some((way) => way.href === href))
  return (
    <DeskFrame viewer={viewer} current="/admin" watch={PROPOSALS} instruments={[]}>
      <div className="wrap">
        <Statement
          crumbs={['Admin']}
          asked="Whatever decides who may do what takes two admins: one proposes it, another agrees to every word."
        >
          {missing[0] !== undefined
            ? `Next: ${missing[0].title.toLowerCase()}.`
            : open.length === 0
              ? 'Nothing waits for a second admin.'
              : open.length === 1
                ? 'One change waits for a second admin.'
                : `${open.length} changes wait for a second admin.`}
        </Statement>
        {missing.length > 0 && <ChecklistSection steps={steps} mayAct={isAdmin} />}
        <Section id="open" title="Waiting for a second admin" meta={open.length}>
          {open.length === 0 ? (
            <EmptyState title="No proposal is open.">
              What one admin proposes stands here until another decides.
            </EmptyState>
          ) : (
            <ProposalsTable lines={open} caption="Open proposals" now={now} />
          )}
        </Section>
        {isAdmin && (
          <p className="entry-actions">
            {PROPOSE.filter(({ href }) => !isStepShown(href)).map(({ href, words }) => (
              <Link key={href} className={buttonClass('quiet')} href={href} prefetch={false}>
                {words}
              </Link>
            ))}
          </p>
        )}
        <PoliciesSection
          lines={policies}
          now={now}
          mayPropose={isAdmin}
          mayVeto={['admin', 'signer', 'compliance'].some((role) => viewer.roles.some((own) => own === role))}
        />
        <ContractsSection lines={contracts} mayPropose={isAdmin} />
        {nodes.length > 0 && <NodesSection chains={nodes} />}
        <Section id="decided" title="Decided" meta={decided.length}>
          {decided.length === 0 ? (
            <EmptyState title="Nothing was decided yet.">
              Every change stays here, with who agreed to it or refused.
            </EmptyState>
          ) : (
            <ProposalsTable lines={decided} caption="Decided proposals" now={now} />
          )}
        </Section>
        {missing.length === 0 && <ChecklistSection steps={steps} mayAct={false} />}
      </div>
    </DeskFrame>
  )
}
