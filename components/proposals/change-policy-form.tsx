'use client'
import { type SubmitEvent, useState } from 'react'
import type { PolicyNames } from '@/lib/policy/difference-words'
import type { Policy } from '@/lib/policy/types'
import type { Person } from '../security/person'
import { Meanwhile } from './meanwhile'
import { PolicyArea } from './policy-area'
import { PolicyDifference } from './policy-difference'
import { ProposalEnd } from './proposal-end'
import { versionsSince, withVersion } from './policy-meanwhile'
import { readJson } from './read-json'
import { useProposal } from './use-proposal'

type ChangePolicyFormProps = {
  person: Person
  safe: { readonly id: string; readonly name: string }
  active: Policy
  /** The number that the next version gets. */
  version: number
  names: PolicyNames
  /** Every version of this Safe's policy, with what became of it and by whom. */
  versions: readonly VersionSaid[]
}

export type VersionSaid = { readonly policy: Policy; readonly says: string }

/** The active policy as JSON to change, and beside it what differs and whether that loosens. */
export function ChangePolicyForm({ person, safe, active, version, names, versions }: ChangePolicyFormProps) {
  const form = useProposal('change-policy')
  // What counted when somebody began to type; the page may learn of another version while they do.
  const [base, setBase] = useState({ active, version })
  const meanwhile = versionsSince(base, active, versions)
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
      {meanwhile.length > 0 && (
        <Meanwhile
          action={`Go on from version ${active.version}, mine as version ${version}`}
          onGoOn={() => {
            setBase({ active, version })
            void show(withVersion(text, version))
          }}
        >
          {meanwhile.map(({ policy, says }) => (
            <div key={policy.version}>
              <p>
                Version {policy.version} is new. {says} This is what it changes of version {base.active.version}, which
                you began from:
              </p>
              <PolicyDifference before={base.active} after={policy} names={names} />
            </div>
          ))}
        </Meanwhile>
      )}
      <PolicyArea
        label={`Version ${base.version} of the policy of ${safe.name}`}
        value={text}
        onChange={(typed) => void show(typed)}
        hint="The first rule that matches decides; none blocks. Overlays only tighten."
        problems={wrong}
      />
      {read !== null && meanwhile.length > 0 && (
        <p className="note">And this is what yours changes of version {active.version}, which counts now:</p>
      )}
      {read !== null && <PolicyDifference before={active} after={read} names={names} />}
      <ProposalEnd
        form={form}
        person={person}
        fields={wrong.map(({ field }) => field)}
        action="Propose this version"
        sentence={() =>
          `Replace version ${active.version} of the policy of ${safe.name} by version ${base.version}, exactly as it stands here.`
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
