'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Json } from '@/lib/core/canonical'
import type { FieldProblem } from '@/lib/core/errors'
import { callFlow, FlowError } from '../flows/client'
import { sentenceOf } from '../wallet/sentence-of'
import { WalletProblem } from '../wallet/wallet-problem'

/** A body that this page made, and why; bound by the passkey word for word. */
export type Drafted = { readonly body: Json; readonly reason: string }

/** What a form found wrong by itself, before anything was sent. */
export class DraftFault extends WalletProblem {
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message)
  }
}

/** The state of one form that proposes a change: what is wrong where, and what is about to be confirmed. */
export function useProposal(kind: string) {
  const router = useRouter()
  const [reason, setReason] = useState('')
  const [problems, setProblems] = useState<readonly FieldProblem[]>([])
  const [sentence, setSentence] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const [drafted, setDrafted] = useState<Drafted | null>(null)

  const fail = (error: unknown) => {
    const found = problemsOf(error)
    setProblems(found)
    setSentence(sentenceOf(error))
    // The page reads what stands now; whatever is typed stays in the form.
    if (found.some(({ field }) => FOLLOWS_ON.includes(field))) router.refresh()
  }

  /** Checks what the form makes, and asks for the passkey only where nothing is wrong with it. */
  async function submit(makeBody: () => Json | Promise<Json>) {
    if (isBusy) return
    setIsBusy(true)
    setProblems([])
    setSentence(null)
    try {
      const { displayText, readableText } = await import('@/lib/core/display-text')
      const body = await makeBody()
      const why = displayText(reason.trim(), 500)
      if (readableText(why).length < 8)
        throw new DraftFault('reason', 'Say in at least eight characters why, for whoever has to agree.')
      await callFlow('check-change', { kind, body })
      setDrafted({ body, reason: why })
    } catch (error) {
      fail(error)
    }
    setIsBusy(false)
  }

  return {
    ...{ kind, reason, setReason, isBusy, drafted, submit, fail },
    /** A problem that no field of the form takes. */
    problemFor: (fields: readonly string[]) =>
      sentence !== null && !problems.some(({ field }) => fields.includes(field)) ? sentence : null,
    errorOf: (field: string) => problems.find((one) => one.field === field)?.message,
    /** The first problem at a field or anywhere inside it, with its path. */
    problemIn: (field: string) =>
      problems.find((one) => one.field === field || one.field.startsWith(`${field}.`)) ?? null,
    /** Every problem at a field or anywhere inside it. */
    problemsIn: (field: string) => problems.filter((one) => one.field === field || one.field.startsWith(`${field}.`)),
    drop: () => setDrafted(null),
  }
}

export type ProposalForm = ReturnType<typeof useProposal>

/** Where a form says what it follows on; refused there, somebody else was first. */
const FOLLOWS_ON: readonly string[] = ['body.version', 'body.policy.version']

function problemsOf(error: unknown): readonly FieldProblem[] {
  if (error instanceof DraftFault) return [{ field: error.field, message: error.message }]
  return error instanceof FlowError ? error.problems : []
}
