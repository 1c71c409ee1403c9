'use client'
import { type SubmitEvent, useState } from 'react'
import type { Person } from '../security/person'
import { Meanwhile } from './meanwhile'
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
  /** Who made them what they are now; '' where nobody proposed it. */
  says: string
}

/** Other roles, or none that counts: a member is never deleted, and keeps addresses and passkeys. */
export function ChangeMemberForm({ person, member, says }: ChangeMemberFormProps) {
  const form = useProposal('change-member')
  const [base, setBase] = useState(member)
  const [roles, setRoles] = useState(member.roles)
  const [isActive, setIsActive] = useState(member.isActive)
  return (
    <form
      className="fields admin-form"
      noValidate
      onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault()
        void form.submit(() => ({ memberId: member.id, version: base.version, roles: [...roles].sort(), isActive }))
      }}
    >
      {member.version !== base.version && (
        <Meanwhile action={`Go on from version ${member.version}`} onGoOn={() => setBase(member)}>
          <p>
            {member.name} was {standingWords(base)} and is {standingWords(member)} now. {says}
          </p>
        </Meanwhile>
      )}
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

const standingWords = ({ roles, isActive }: Pick<ChangeMemberFormProps['member'], 'roles' | 'isActive'>): string =>
  `${roles.join(' and ')}${isActive ? '' : ', switched off'}`
