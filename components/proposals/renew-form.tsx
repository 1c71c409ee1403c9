'use client'
import { type SubmitEvent, useRef, useState } from 'react'
import type { Address } from 'viem'
import type { Person } from '../security/person'
import { HexGroups } from '../ui/hex-groups'
import { SelectField } from '../ui/select-field'
import { InviteLink } from './invite-link'
import { LINK_DAYS } from './link-days'
import { ProposalEnd } from './proposal-end'
import { useProposal } from './use-proposal'

type RenewFormProps = {
  person: Person
  origin: string
  member: { readonly id: string; readonly name: string; readonly address: Address }
}

/** Another link for who never accepted theirs. Its code is made in this browser; the desk gets its hash alone. */
export function RenewForm({ person, origin, member }: RenewFormProps) {
  const form = useProposal('renew-invitation')
  const [days, setDays] = useState(7)
  const [proposalId, setProposalId] = useState<string | null>(null)
  const code = useRef('')

  async function makeBody() {
    const { CODE_BYTES, codeHash, createCode } = await import('@/lib/approve/enrolment-code')
    code.current ||= createCode(crypto.getRandomValues(new Uint8Array(CODE_BYTES)))
    return { memberId: member.id, address: member.address, codeHash: codeHash(code.current), days }
  }

  if (proposalId !== null)
    return <InviteLink link={`${origin}/join#${code.current}`} name={member.name} proposalId={proposalId} />
  return (
    <form
      className="fields admin-form"
      noValidate
      onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault()
        void form.submit(makeBody)
      }}
    >
      <p className="say">
        Only the wallet they were invited with can accept: <HexGroups hex={member.address} />. Once another admin
        agreed, every link they were given before stops working.
      </p>
      <SelectField
        id="renew-days"
        label="The link works for"
        value={days}
        onChange={({ target }) => setDays(Number(target.value))}
        error={form.errorOf('body.days')}
      >
        {LINK_DAYS.map((count) => (
          <option key={count} value={count}>
            {count === 1 ? 'one day' : `${count} days`}
          </option>
        ))}
      </SelectField>
      <ProposalEnd
        form={form}
        person={person}
        fields={['body.days']}
        action="Propose another link"
        onProposed={setProposalId}
        sentence={() => (
          <>
            Give {member.name} another link in place of theirs, for the wallet <HexGroups hex={member.address} />.
          </>
        )}
      />
    </form>
  )
}
