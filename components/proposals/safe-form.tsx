'use client'
import { type SubmitEvent, useState } from 'react'
import type { Address } from 'viem'
import type { Person } from '../security/person'
import { HexGroups } from '../ui/hex-groups'
import { TextField } from '../ui/text-field'
import { ProposalEnd } from './proposal-end'
import { slugOf } from './slug-of'
import { useProposal } from './use-proposal'

type SafeFormProps = {
  person: Person
  /** As the chain answered for this page. */
  found: {
    readonly chainId: number
    readonly chainName: string
    readonly address: Address
    readonly safeVersion: string
  }
}

const FIELDS = ['body.id', 'body.name']

/** The name a Safe gets here, once the chain said what it is. */
export function SafeForm({ person, found }: SafeFormProps) {
  const form = useProposal('add-safe')
  const [name, setName] = useState('')
  const [id, setId] = useState<string | null>(null)
  const { chainId, chainName, address, safeVersion } = found
  return (
    <form
      className="fields admin-form"
      noValidate
      onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault()
        void form.submit(() => ({ id: id ?? slugOf(name), chainId, address, name: name.trim(), safeVersion }))
      }}
    >
      <div className="fields halves">
        <TextField
          id="safe-name"
          label="Name here"
          autoComplete="off"
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
          error={form.errorOf('body.name')}
        />
        <TextField
          id="safe-id"
          label="Id"
          face="bytes"
          hint="Stands in the log for ever."
          autoComplete="off"
          maxLength={64}
          value={id ?? slugOf(name)}
          onChange={(event) => setId(event.target.value)}
          error={form.errorOf('body.id')}
        />
      </div>
      <ProposalEnd
        form={form}
        person={person}
        fields={FIELDS}
        action="Propose to serve this Safe"
        sentence={() => (
          <>
            Serve the Safe <HexGroups hex={address} /> on {chainName}, version {safeVersion}, as {name.trim()}.
          </>
        )}
      />
    </form>
  )
}
