'use client'
import { type SubmitEvent, useRef, useState } from 'react'
import type { Address } from 'viem'
import type { Person } from '../security/person'
import { HexGroups } from '../ui/hex-groups'
import { SelectField } from '../ui/select-field'
import { TextField } from '../ui/text-field'
import { exactAddress } from './exact-address'
import { InviteLink } from './invite-link'
import { LINK_DAYS } from './link-days'
import { ProposalEnd } from './proposal-end'
import { RolesField } from './roles-field'
import { slugOf } from './slug-of'
import { DraftFault, useProposal } from './use-proposal'

type Invite = { memberId: string; name: string; roles: string[]; address: Address; codeHash: string; days: number }
const FIELDS = ['memberId', 'name', 'roles', 'address', 'days'].map((field) => `body.${field}`)

/** Who, with which address, as what. The code of the link is made in this browser; the desk gets its hash alone. */
export function InviteForm({ person, origin }: { person: Person; origin: string }) {
  const form = useProposal('invite-member')
  const [name, setName] = useState('')
  const [id, setId] = useState<string | null>(null)
  const [address, setAddress] = useState('')
  const [roles, setRoles] = useState<readonly string[]>([])
  const [days, setDays] = useState(7)
  const [proposalId, setProposalId] = useState<string | null>(null)
  const code = useRef('')

  async function makeBody(): Promise<Invite> {
    const { CODE_BYTES, codeHash, createCode } = await import('@/lib/approve/enrolment-code')
    if (roles.length === 0) throw new DraftFault('body.roles', 'Give at least one role.')
    code.current ||= createCode(crypto.getRandomValues(new Uint8Array(CODE_BYTES)))
    return {
      ...{ memberId: id ?? slugOf(name), name: name.trim(), roles: [...roles].sort(), days },
      ...{ address: exactAddress(address, 'body.address'), codeHash: codeHash(code.current) },
    }
  }

  if (proposalId !== null)
    return <InviteLink link={`${origin}/join#${code.current}`} name={name.trim()} proposalId={proposalId} />
  return (
    <form
      className="fields admin-form"
      noValidate
      onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault()
        void form.submit(makeBody)
      }}
    >
      <div className="fields halves">
        <TextField
          id="invite-name"
          label="Name"
          autoComplete="off"
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={form.errorOf('body.name')}
        />
        <TextField
          id="invite-id"
          label="Id"
          face="bytes"
          hint="Stands in the log for ever and is never used again."
          autoComplete="off"
          maxLength={64}
          value={id ?? slugOf(name)}
          onChange={(event) => setId(event.target.value)}
          error={form.errorOf('body.memberId')}
        />
      </div>
      <TextField
        id="invite-address"
        label="Address of their wallet"
        face="bytes"
        hint="Ask them for it where you know their voice. Only this address can accept; a stolen link is worth nothing."
        autoComplete="off"
        spellCheck={false}
        value={address}
        onChange={(event) => setAddress(event.target.value)}
        error={form.errorOf('body.address')}
      />
      <RolesField roles={roles} onChange={setRoles} error={form.errorOf('body.roles')} />
      <SelectField
        id="invite-days"
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
        fields={FIELDS}
        action="Propose this member"
        onProposed={setProposalId}
        sentence={({ body }) => {
          const invite = body as Invite
          return (
            <>
              Invite {invite.name} as {invite.roles.join(' and ')}, with the wallet <HexGroups hex={invite.address} />.
            </>
          )
        }}
      />
    </form>
  )
}
