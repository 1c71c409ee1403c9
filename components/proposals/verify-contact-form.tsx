'use client'
import { type SubmitEvent, useState } from 'react'
import type { BookContact } from '@/db/queries/safes'
import type { Person } from '../security/person'
import { ProposalEnd } from './proposal-end'
import { DraftFault, useProposal } from './use-proposal'
import { NO_VERIFICATION, verificationBody } from './verification-draft'
import { VerificationFields } from './verification-fields'

type VerifyContactFormProps = {
  person: Person
  entry: Pick<BookContact, 'entryId' | 'name' | 'address' | 'chainId'>
}

/** How an entry of the book was verified: said by one admin, agreed to by another. */
export function VerifyContactForm({ person, entry }: VerifyContactFormProps) {
  const form = useProposal('verify-contact')
  const [draft, setDraft] = useState({ ...NO_VERIFICATION, how: 'call-back' })
  const wrong = form.problemIn('body.verification')
  const { installation } = person
  return (
    <form
      className="fields admin-form"
      noValidate
      onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault()
        void form.submit(() => {
          const verification = verificationBody(draft, 'verification')
          if (verification === undefined) throw new DraftFault('verification', 'Choose how it was verified.')
          return { entryId: entry.entryId, verification }
        })
      }}
    >
      <VerificationFields
        draft={draft}
        onChange={setDraft}
        statement={{ installation, chainId: entry.chainId, name: entry.name, address: entry.address }}
        error={wrong?.message ?? form.errorOf('verification')}
      />
      <ProposalEnd
        form={form}
        person={person}
        fields={['verification', 'body.verification', ...(wrong === null ? [] : [wrong.field])]}
        action="Propose this record"
        sentence={() => `Record how ${entry.name} was verified.`}
      />
    </form>
  )
}
