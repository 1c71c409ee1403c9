'use client'
import { lazy, Suspense, useState } from 'react'
import type { Address } from 'viem'
import type { Finding, Severity } from '@/lib/assess/types'
import { displayText } from '@/lib/core/display-text'
import { FindingRow } from '../ui/finding-row'
import { Fold } from '../ui/fold'
import { Section } from '../ui/section'
import { TwinAddresses } from '../ui/twin-addresses'
import type { ClauseFacts } from './clause-facts'
import type { PastSource } from './past-strip'
import { foundNothing } from './verdict-words'

// Words for every code there is; they come with the first finding that somebody asks about.
const FindingAdvice = lazy(() => import('./finding-advice'))
// Few reviews have a critical finding.
const FindingLesson = lazy(() => import('./finding-lesson'))
// Few findings have a past to show.
const PastStrip = lazy(() => import('./past-strip'))
const WITH_PAST = [
  ...['AMOUNT_UNUSUAL', 'AMOUNT_EXTREME', 'VELOCITY_UNUSUAL', 'PROBE_THEN_LARGE'],
  ...['BATCH_LEG_CHANGED', 'BATCH_AMOUNT_CHANGED', 'NEW_COUNTERPARTY_BURST'],
]

const ORDER: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info']

type FindingsSectionProps = {
  findings: readonly Finding[]
  clauses: readonly ClauseFacts[]
  meta: string
  /** With it, findings about amounts show those that they are compared with. */
  past?: PastSource
  /** "§2" where the parts of a page cite each other. */
  number?: string
}

/** §2: what rules found and could not answer, worst first; what passed is folded, and never holds an unanswered one. */
export function FindingsSection({ findings, clauses, meta, past, ...rest }: FindingsSectionProps) {
  const listed = findings
    .filter(({ outcome }) => outcome !== 'pass')
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity))
  const passed = findings.filter(({ outcome }) => outcome === 'pass')
  const isBlocked = listed.some(({ severity }) => severity === 'critical')
  return (
    <Section id="s2" {...rest} title="Findings" meta={meta} isMetaLong>
      {listed.length > 0 && (
        <ul className="find">
          {listed.map((finding, at) => (
            <FindingLine
              key={`${finding.code} ${finding.path} ${at}`}
              finding={finding}
              clauses={clauses}
              {...(past && { past })}
            />
          ))}
        </ul>
      )}
      <Fold
        symbol="v-pass"
        summary={`${foundNothing(findings)}${isBlocked ? '. None of them outweighs a critical finding' : ''}`}
      >
        <ul className="passed">
          {passed.map(({ rule, code, sentence }) => (
            <li key={`${rule} ${code}`}>{displayText(sentence)}</li>
          ))}
        </ul>
      </Fold>
    </Section>
  )
}

type FindingLineProps = Pick<FindingsSectionProps, 'clauses' | 'past'> & { finding: Finding }

function FindingLine({ finding, clauses, past }: FindingLineProps) {
  const { severity, outcome, code, sentence, evidence, path } = finding
  const twins = evidence.filter(({ value }) => /^0x[0-9a-fA-F]{40}$/.test(value))
  const [first, second] = twins.length === 2 ? twins : []
  const shown = first && second ? evidence.filter((line) => !twins.includes(line)) : evidence
  const [isAsked, setIsAsked] = useState(false)
  return (
    <FindingRow
      severity={severity}
      isUnanswered={outcome === 'unknown'}
      code={code}
      title={displayText(sentence, 600)}
      refs={refsOf(path, clauses)}
      {...(shown.length > 0 && {
        detail: shown.map(({ label, value }) => `${displayText(label)}: ${displayText(value, 600)}`).join('. '),
      })}
    >
      {first && second && (
        <TwinAddresses
          first={{ label: displayText(first.label), address: first.value as Address }}
          second={{ label: displayText(second.label), address: second.value as Address }}
        />
      )}
      {past && outcome === 'fail' && WITH_PAST.includes(code) && (
        <Suspense fallback={null}>
          <PastStrip finding={finding} source={past} />
        </Suspense>
      )}
      {severity === 'critical' && (
        <Suspense fallback={null}>
          <FindingLesson code={code} />
        </Suspense>
      )}
      <Fold summary="Why it matters, what to do" onOpen={() => setIsAsked(true)}>
        {isAsked && (
          <Suspense fallback={null}>
            <FindingAdvice code={code} isUnanswered={outcome === 'unknown'} />
          </Suspense>
        )}
      </Fold>
    </FindingRow>
  )
}

// A finding about a whole payment points at its recipient clause and at its call.
function refsOf(path: string, clauses: readonly ClauseFacts[]) {
  if (path === '') return []
  const about = clauses.filter((clause) => clause.path === path && clause.name !== 'Kind of call')
  return [
    ...about.map(({ no }) => ({ href: `#clause-${no}`, label: `clause ${no}` })),
    { href: `#call-${path}`, label: `call ${path}` },
  ]
}
