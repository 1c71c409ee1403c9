'use client'
import { type SubmitEvent, useState } from 'react'
import type { Policy } from '@/lib/policy/types'
import type { Person } from '../security/person'
import { PolicyArea } from './policy-area'
import { PolicyDifference } from './policy-difference'
import { ProposalEnd } from './proposal-end'
import { readJson } from './read-json'
import { useProposal } from './use-proposal'

type ChangePolicyFormProps = {
  person: Person
  safe: { readonly id: string; readonly name: string }
  active: Policy
  /** The number that the next version gets. */
  version: number
}

/** The active policy as JSON to change, and beside it what differs and whether that loosens. */
export function ChangePolicyForm({ person, safe, active, version }: ChangePolicyFormProps) {
  const form = useProposal('change-policy')
  const [text, setText] = useState(() => JSON.stringify({ ...active, version }, null, 2))
  const [read, setRead] = useState<Policy | null>(null)
  const wrong = form.problemsIn('body.policy')

  async function show(typed: string) {
    setText(typed)
    const { policySchema } = await import('@/lib/policy/schema')
    const parsed = policySchema.safeParse(jsonOrNull(typed))
    setRead(parsed.data ?? null)
  }

  return (
    <form
      className="fields admin-form"
      noValidate
      onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault()
        void form.submit(() => ({ safeId: safe.id, policy: readJson(text, 'body.policy') }))
      }}
    >
      <PolicyArea
        label={`Version ${version} of the policy of ${safe.name}`}
        value={text}
        onChange={(typed) => void show(typed)}
        hint="The first rule that matches decides; none blocks. Overlays only tighten."
        problems={wrong}
      />
      {read !== null && <PolicyDifference before={active} after={read} />}
      <ProposalEnd
        form={form}
        person={person}
        fields={wrong.map(({ field }) => field)}
        action="Propose this version"
        sentence={() =>
          `Replace version ${active.version} of the policy of ${safe.name} by version ${version}, exactly as it stands here.`
        }
      />
    </form>
  )
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // half typed
  }
}
