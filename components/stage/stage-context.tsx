'use client'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import type { BookContact } from '@/db/queries/safes'
import type { FieldProblem } from '@/lib/core/errors'
import type { Holder } from '@/lib/flows/gather-review'
import type { FlowAnswer } from '@/lib/flows/index'
import { callFlow, FlowError } from '../flows/client'
import type { SafeNow } from '../dashboard/safe-now'
import type { DemoPlace } from '../wallet/demo-place'
import { sentenceOf } from '../wallet/sentence-of'
import {
  type Draft,
  dropDraft,
  emptyDraft,
  isFilled,
  isSameDraft,
  keepDraft,
  onStagedElsewhere,
  readDraft,
  tellStaged,
  toInput,
} from './draft'

/** A preview and the draft it was asked for: once they part, nothing may be staged from it. */
export type Preview = { readonly of: Draft; readonly answer: FlowAnswer<'preview'> }

export type StageFacts = {
  readonly safes: readonly SafeNow[]
  readonly contacts: readonly BookContact[]
  /** Members and the wallets that they proved to hold. */
  readonly holders: readonly Holder[]
  readonly member: { readonly id: string; readonly name: string }
  readonly installation: string
  readonly demo: DemoPlace | null
}

export type Staging = StageFacts & {
  readonly draft: Draft
  readonly change: (draft: Draft) => void
  readonly keptAt: Date | null
  readonly discard: () => void
  readonly safe: SafeNow | null
  readonly preview: Preview | null
  /** The preview shows exactly what stands in the form. */
  readonly isPreviewed: boolean
  readonly isPreviewing: boolean
  readonly askPreview: () => Promise<void>
  readonly problems: readonly FieldProblem[]
  readonly sentence: string | null
  readonly refuse: (error: unknown) => void
  /** The form was staged: it is no draft any more, here and in every other window. */
  readonly spend: (id: string) => void
  /** The withdrawal that another window made of this very form, null while none did. */
  readonly stagedElsewhere: string | null
}

const Context = createContext<Staging | null>(null)
const QUIET_MILLISECONDS = 700

/** @throws Error outside the stage page */
export function useStaging(): Staging {
  const staging = useContext(Context)
  if (!staging) throw new Error('not inside staging')
  return staging
}

export function StageProvider({ children, ...facts }: StageFacts & { children: ReactNode }) {
  const { safes, member } = facts
  const first = safes[0]?.id ?? ''
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(first))
  const [keptAt, setKeptAt] = useState<Date | null>(null)
  const [preview, setPreview] = useState<Preview | null>(null)
  const [asking, setAsking] = useState<Draft | null>(null)
  const [refusal, setRefusal] = useState<Refusal>(NO_REFUSAL)
  const [elsewhere, setElsewhere] = useState<{ readonly of: Draft; readonly id: string } | null>(null)
  const isPreviewed = preview !== null && isSameDraft(preview.of, draft)

  // The draft lives in this browser only, so it arrives after the first paint.
  useEffect(() => {
    const arrival = setTimeout(() => {
      const kept = readDraft(member.id)
      if (!kept || !safes.some(({ id }) => id === kept.draft.safeId)) return
      setDraft(kept.draft)
      setKeptAt(kept.at)
    }, 0)
    return () => clearTimeout(arrival)
  }, [member.id, safes])

  useEffect(
    () => onStagedElsewhere(member.id, (id, isMine) => isMine(draft) && setElsewhere({ of: draft, id })),
    [member.id, draft],
  )

  useEffect(() => {
    if (asking === null) return
    let isOver = false
    callFlow('preview', toInput(asking)).then(
      (answer) => {
        if (isOver) return
        setPreview({ of: asking, answer })
        setRefusal(NO_REFUSAL)
        setAsking(null)
      },
      (error: unknown) => {
        if (isOver) return
        setRefusal(refusalOf(error))
        setAsking(null)
      },
    )
    return () => {
      isOver = true
    }
  }, [asking])

  useEffect(() => {
    if (!isFilled(draft) || isPreviewed) return
    const pause = setTimeout(() => setAsking(draft), QUIET_MILLISECONDS)
    return () => clearTimeout(pause)
  }, [draft, isPreviewed])

  const staging: Staging = {
    ...facts,
    draft,
    change: (next) => {
      const at = new Date()
      setDraft(next)
      setKeptAt(keepDraft(member.id, next, at) ? at : null)
      setRefusal((old) => ({ ...old, problems: old.problems.filter(({ field }) => !hasChanged(field, draft, next)) }))
    },
    keptAt,
    discard: () => {
      dropDraft(member.id)
      setDraft(emptyDraft(draft.safeId))
      setKeptAt(null)
      setPreview(null)
      setRefusal(NO_REFUSAL)
    },
    safe: safes.find(({ id }) => id === draft.safeId) ?? null,
    preview,
    isPreviewed,
    isPreviewing: asking !== null,
    askPreview: async () => setAsking({ ...draft }),
    ...refusal,
    refuse: (error) => setRefusal(refusalOf(error)),
    stagedElsewhere: elsewhere !== null && isSameDraft(elsewhere.of, draft) ? elsewhere.id : null,
    spend: (id) => {
      tellStaged(member.id, draft, id)
      // A list whose legs were not taken was not staged, so it waits for the next withdrawal.
      if (draft.list.trim() === '') dropDraft(member.id)
      else keepDraft(member.id, { ...emptyDraft(draft.safeId), list: draft.list }, new Date())
    },
  }
  return <Context value={staging}>{children}</Context>
}

type Refusal = { readonly problems: readonly FieldProblem[]; readonly sentence: string | null }
const NO_REFUSAL: Refusal = { problems: [], sentence: null }

function refusalOf(error: unknown): Refusal {
  const problems = error instanceof FlowError ? error.problems : []
  return problems.length > 0 ? { problems, sentence: null } : { problems: [], sentence: sentenceOf(error) }
}

// A sentence stays at its field until that field is typed into again.
function hasChanged(field: string, before: Draft, after: Draft): boolean {
  const valueAt = (draft: Draft): unknown =>
    field
      .split('.')
      .reduce<unknown>((value, key) => (value instanceof Object ? Reflect.get(value, key) : undefined), draft)
  return before.legs.length !== after.legs.length || valueAt(before) !== valueAt(after)
}
