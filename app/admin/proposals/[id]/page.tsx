import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { CoolOffSection } from '@/components/proposals/cool-off-section'
import { DecideSection } from '@/components/proposals/decide-section'
import { FactsTable } from '@/components/proposals/facts-table'
import { PolicyDifference } from '@/components/proposals/policy-difference'
import { policyNames } from '@/components/proposals/policy-names'
import { stateWords } from '@/components/proposals/policy-state'
import { VetoButton } from '@/components/proposals/veto-button'
import { proposalWords } from '@/components/proposals/proposal-words'
import { decidedWords } from '@/components/proposals/proposals-table'
import { PROPOSALS } from '@/components/live/watch'
import { nearTime } from '@/components/review/times'
import { Statement } from '@/components/frame/statement'
import { Section } from '@/components/ui/section'
import { Unavailable } from '@/components/ui/unavailable'
import { listPeople } from '@/db/queries/members'
import { countedAt, listPolicies } from '@/db/queries/policies'
import { type ProposalLine, readProposalLine } from '@/db/queries/proposals'
import { listAssets, listContacts, readBookCoolingSeconds } from '@/db/queries/safes'
import { coolOffsOf } from '@/lib/assess/contact-classes'
import { displayText } from '@/lib/core/display-text'
import { policySchema } from '@/lib/policy/schema'
import type { MemberActor } from '@/lib/flows/actor'
import { deps } from '@/lib/session/deps'
import { DeskFrame } from '../../../desk-frame'
import { viewerAt } from '../../../viewer-at'
import { readPerson } from '../../admin-frame'
import { FoundSafe } from '../../found-safe'
import { readFoundSafe } from '../../read-found-safe'

const VETOERS = ['admin', 'signer', 'compliance'] as const

type ProposalRouteProps = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: ProposalRouteProps): Promise<Metadata> {
  return { title: (await params).id.slice(0, 14) }
}

export default async function ProposalRoute({ params }: ProposalRouteProps) {
  const { id } = await params
  if (!/^P-\d{1,12}$/.test(id)) notFound()
  const viewer = await viewerAt(`/admin/proposals/${id}`)
  const { db, io } = deps()
  const line = await readProposalLine(db, viewer, id)
  if (line === null) notFound()
  const now = io.clock.now()
  const words = proposalWords(line.kind, line.body)
  const authorName = displayText(line.authorName, 80)
  return (
    <DeskFrame viewer={viewer} current="/admin" watch={PROPOSALS} instruments={[]}>
      <div className="wrap">
        <Statement
          crumbs={['Admin', id, words.title]}
          asked={`Proposed by ${authorName}, ${nearTime(line.at, now)}: “${displayText(line.reason, 500)}”`}
        >
          {words.sentence}{' '}
          {line.decided === null ? 'It waits for another admin.' : `It was ${decidedWords(line.decided)}.`}
        </Statement>
        {line.decided !== null && line.decided.reason !== '' && (
          <p className="note">“{displayText(line.decided.reason, 500)}”</p>
        )}
        <Section id="what" title="What it says, word for word">
          <FactsTable facts={words.facts} />
        </Section>
        {line.kind === 'add-contacts' && <CoolOffBeside viewer={viewer} line={line} />}
        {line.kind === 'change-policy' && <PolicyBeside viewer={viewer} line={line} />}
        {line.kind === 'add-safe' && line.decided === null && <SafeBeside viewer={viewer} line={line} />}
        {line.decided === null && viewer.roles.includes('admin') && (
          <DecideSection
            proposal={{ id, authorId: line.authorId, kind: line.kind, body: line.body, reason: line.reason }}
            sentence={words.sentence}
            authorName={authorName}
            person={await readPerson(viewer)}
          />
        )}
      </div>
    </DeskFrame>
  )
}

async function CoolOffBeside({ viewer, line: { body, decided } }: { viewer: MemberActor; line: ProposalLine }) {
  if (decided !== null && decided.decision !== 'approved') return null
  const { contacts } = body as { contacts: readonly { id: string; class: string }[] }
  const { db, io } = deps()
  const now = io.clock.now()
  const asked = new Set(contacts.map(({ id }) => id))
  const made = decided && (await listContacts(db, viewer, now)).filter(({ entryId }) => asked.has(entryId))
  const coolOffs = coolOffsOf(await readBookCoolingSeconds(db, viewer))
  return <CoolOffSection asked={contacts} coolOffs={coolOffs} made={made} now={now} />
}

async function PolicyBeside({ viewer, line }: { viewer: MemberActor; line: ProposalLine }) {
  const { safeId, policy } = line.body as { safeId: string; policy: unknown }
  const { db, io } = deps()
  const [lines, assets, members] = await Promise.all([
    listPolicies(db, viewer),
    listAssets(db, viewer),
    listPeople(db, viewer),
  ])
  const asked = policySchema.safeParse(policy)
  if (!asked.success) return null
  const { id, version } = asked.data
  const { decided } = line
  // Once decided it stays what it was compared with then, whatever counts by now.
  const base =
    decided === null
      ? lines.find((one) => one.safeId === safeId && one.state === 'active')
      : countedAt(lines, safeId, decided.at, version)
  if (!base) return null
  const made = lines.find((one) => one.policy.id === id && one.policy.version === version)
  const isMade = decided?.decision === 'approved' && made !== undefined
  return (
    <Section
      id="difference"
      title={decided === null ? 'What it changes' : isMade ? 'What it changed' : 'What it would have changed'}
    >
      {isMade && (
        <p className="note">
          Version {version} {stateWords(made, io.clock.now())}.
        </p>
      )}
      <PolicyDifference
        before={base.policy}
        after={asked.data}
        names={policyNames(base.chainId, { assets, members })}
      />
      {isMade && made.state === 'cooling' && VETOERS.some((role) => viewer.roles.includes(role)) && (
        <div className="entry-actions">
          <VetoButton policyId={id} version={version} safeName={displayText(made.safeName, 80)} />
        </div>
      )}
    </Section>
  )
}

async function SafeBeside({ viewer, line }: { viewer: MemberActor; line: ProposalLine }) {
  const { chainId, address } = line.body as { chainId: number; address: `0x${string}` }
  const found = await readFoundSafe(viewer, { chainId, address })
  return found.ok ? (
    <FoundSafe found={found} />
  ) : (
    <Unavailable title="The chain was not read." reason={found.sentence}>
      Nobody can agree before it answers.
    </Unavailable>
  )
}
