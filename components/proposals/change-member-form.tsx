'use client'
import { type SubmitEvent, useState } from 'react'
import type { Person } from '../security/person'
import { ProposalEnd } from './proposal-end'
import { RolesField } from './roles-field'
import { useProposal } from './use-proposal'

type ChangeMemberFormProps = {
  person: Person
  member: {
    readonly id: string
    readonly name: string
    readonly version: number
    readonly roles: readonly string[]
    readonly isActive: boolean
  }
}

/** Other roles, or none that counts: a member is never deleted, and keeps addresses and passkeys. */
export function ChangeMemberForm({ person, member }: ChangeMemberFormProps) {
  const form = useProposal('change-member')
  const [roles, setRoles] = useState(member.roles)
  const [isActive, setIsActive] = useState(member.isActive)
  return (
    <form
      className="fields admin-form"
      noValidate
      onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault()
        void form.submit(() => ({ memberId: member.id, version: member.version, roles: [...roles].sort(), isActive }))
      }}
    >
      <RolesField roles={roles} onChange={setRoles} error={form.errorOf('body.roles')} />
      <fieldset className="roles">
        <legend>State</legend>
        <label>
          <input type="checkbox" checked={isActive} onChange={({ target }) => setIsActive(target.checked)} />
          <span>
            <b>active</b> without it {member.name} cannot sign in, and no approval of theirs counts
          </span>
        </label>
      </fieldset>
      <ProposalEnd
        form={form}
        person={person}
        fields={['body.roles']}
        action="Propose this change"
        sentence={() =>
          isActive ? `${member.name} is ${[...roles].sort().join(' and ')} from then on.` : `Switch ${member.name} off.`
        }
      />
    </form>
  )
}
