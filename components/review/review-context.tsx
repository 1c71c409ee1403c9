'use client'
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { Hex } from 'viem'
import { type ChecklistLine, answerMatches, buildChecklist } from '@/lib/approve/checklist'
import type { ReviewPage } from '@/lib/flows/review-page'
import type { DemoPlace } from '../wallet/demo-place'
import type { Assessed } from './assessed'
import type { ClauseFacts } from './clause-facts'
import { isAnswered } from './is-answered'
import { countClauses, readClauses } from './read-clauses'
import { payWords } from './statement-parts'
import { type ProofState, useProof } from './use-proof'
import { type CheckState, useVerification } from './use-verification'
import { withProof } from './with-proof'

export type ReviewDialog =
  'approve' | 'execute' | 'reject' | 'hold' | 'cancel' | 'cancel-onchain' | 'release' | 'export' | 'comment' | 'ask'
export type Review = {
  readonly page: ReviewPage
  readonly assessed: Assessed
  readonly clauses: readonly ClauseFacts[]
  readonly chainName: string
  readonly demo: DemoPlace | null
  /** "250.00 USDC to Meridian Custody and 0.50 ETH to …". */
  readonly what: string
  readonly checked: CheckState
  /** This browser's own run of the transaction. */
  readonly proof: { readonly state: ProofState; readonly run: () => void; readonly stop: () => void }
  readonly lines: readonly ChecklistLine[]
  readonly answers: Readonly<Record<string, string>>
  /** Lines without a right answer, in order. */
  readonly openLines: readonly ChecklistLine[]
  /** Of this very evidence every line is answered, and this browser’s run is over. Another digest begins anew. */
  readonly isAnswered: boolean
  readonly answer: (line: ChecklistLine, text: string) => boolean
  readonly reopen: (line: ChecklistLine) => void
  /** The wallet's signature, once given, so that leaving the passkey step loses nothing. */
  readonly signature: Hex | null
  readonly keepSignature: (signature: Hex) => void
  readonly dialog: ReviewDialog | null
  readonly show: (dialog: ReviewDialog | null) => void
}

const Context = createContext<Review | null>(null)

/** @throws Error outside a review page */
export function useReview(): Review {
  const review = useContext(Context)
  if (!review) throw new Error('not inside a review')
  return review
}

type ReviewProviderProps = {
  page: ReviewPage
  chainName: string
  /** Nodes of this chain that the browser asks past the desk. */
  rpcUrls: readonly string[]
  demo: DemoPlace | null
  children: ReactNode
}

/** What rail, dock and dialogs share. Answers belong to one evidence digest: another digest reopens every line. */
export function ReviewProvider({ page, chainName, rpcUrls, demo, children }: ReviewProviderProps) {
  const { digest, assessment, contacts, holders } = page.reviewed
  const [dialog, show] = useState<ReviewDialog | null>(null)
  const [given, setGiven] = useState<Given>({ digest, answers: {}, signature: null })
  const current = given.digest === digest ? given : { digest, answers: {}, signature: null }
  const shown = useMemo(() => {
    const assessed = { assessment, contacts, safeName: page.safe.name, holders }
    const clauses = readClauses(assessed)
    const { all, different, unanswered } = countClauses(clauses)
    const clauseCount = { all, equal: all - different - unanswered }
    return {
      assessed,
      clauses,
      what: payWords(assessed),
      lines: buildChecklist(page.viewer.memberId, assessment, clauseCount),
    }
  }, [assessment, contacts, holders, page.safe.name, page.viewer.memberId])
  // Whoever begins to answer means to sign: their browser runs it before they can.
  const proof = useProof(page, rpcUrls, page.viewer.approve.isOpen && Object.keys(current.answers).length > 0)
  const checked = withProof(useVerification(page, rpcUrls), proof.state, rpcUrls.length > 0)
  const put = (line: ChecklistLine, text: string | null) => {
    const { [line.id]: _old, ...others } = current.answers
    setGiven({ ...current, answers: text === null ? others : { ...others, [line.id]: text } })
  }
  const openLines = shown.lines.filter((line) => !(line.id in current.answers))
  const review: Review = {
    page,
    chainName,
    demo,
    ...shown,
    checked,
    proof,
    answers: current.answers,
    openLines,
    isAnswered: isAnswered(openLines, assessment.effects, proof.state),
    answer: (line, text) => {
      const isRight = answerMatches(line, text)
      if (isRight) put(line, text)
      return isRight
    },
    reopen: (line) => put(line, null),
    signature: current.signature,
    keepSignature: (signature) => setGiven({ ...current, signature }),
    dialog,
    show,
  }
  return <Context value={review}>{children}</Context>
}

type Given = {
  readonly digest: string
  readonly answers: Readonly<Record<string, string>>
  readonly signature: Hex | null
}
