'use client'
import { type SubmitEvent, useState } from 'react'
import type { Person } from '../security/person'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { ProposalEnd } from './proposal-end'
import { useProposal } from './use-proposal'

/** Proposes that an entry of the address book counts no more. */
export function EndContactButton({ person, entryId, name }: { person: Person; entryId: string; name: string }) {
  const form = useProposal('end-contact')
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>
        End<span className="sr"> {name}</span>
      </Button>
      <Dialog isOpen={isOpen} title={`End ${name}`} onClose={() => setIsOpen(false)}>
        <form
          className="step fields"
          noValidate
          onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
            event.preventDefault()
            void form.submit(() => ({ entryId }))
          }}
        >
          <p className="say">
            Payments to {name} are held from then on. The entry stays in the book, and its name and address stay taken.
          </p>
          <ProposalEnd
            form={form}
            person={person}
            fields={[]}
            action={`Propose to end ${name}`}
            sentence={() => `End the entry ${name} of the address book.`}
          />
        </form>
      </Dialog>
    </>
  )
}
