'use client'
import { type SubmitEvent, useMemo, useState } from 'react'
import { CONTACT_COLUMNS } from '@/lib/assess/book-csv'
import type { CoolOffs } from '@/lib/assess/contact-classes'
import type { Json } from '@/lib/core/canonical'
import { parseAddress } from '@/lib/core/address'
import type { Person } from '../security/person'
import { readListFile } from '../stage/read-list-file'
import { AreaField } from '../ui/area-field'
import { Button } from '../ui/button'
import { HexGroups } from '../ui/hex-groups'
import { SelectField } from '../ui/select-field'
import { FileField } from '../ui/file-field'
import { TextField } from '../ui/text-field'
import { ProposalEnd } from './proposal-end'
import { ContactFaults } from './contact-faults'
import { classesSentence, coolOffSentence } from './cool-off-words'
import { CLASS_WORDS, type ContactDraft, readContacts, withContact } from './read-contacts'
import { DraftFault, useProposal } from './use-proposal'
import { NO_VERIFICATION, verificationBody } from './verification-draft'
import { VerificationFields } from './verification-fields'

type ContactsFormProps = {
  person: Person
  chains: readonly { readonly id: number; readonly name: string }[]
  /** As this desk has it: seconds by class. */
  coolOffs: CoolOffs
}

const NOTHING = { name: '', address: '', class: 'counterparty', chain: '' }

/** One contact or many: fields that write a line into a list, or a list as a file has it. */
export function ContactsForm({ person, chains, coolOffs }: ContactsFormProps) {
  const form = useProposal('add-contacts')
  const [list, setList] = useState('')
  const [one, setOne] = useState({ ...NOTHING, chain: String(chains[0]?.id ?? '') })
  const [verified, setVerified] = useState(NO_VERIFICATION)
  /** How contacts of the list were verified, by chain and address: no list says that of somebody. */
  const [told, setTold] = useState<ReadonlyMap<string, { readonly name: string; readonly how: Json }>>(new Map())
  /** As the desk was asked about them: what it found is about these rows, whatever is typed meanwhile. */
  const [sent, setSent] = useState<readonly ContactDraft[]>([])
  const [problems, setProblems] = useState<readonly string[]>([])
  /** What is wrong with the contact that is typed. */
  const [fault, setFault] = useState<string | null>(null)
  const served = useMemo(() => chains.map(({ id }) => id), [chains])
  const coolOff = useMemo(() => {
    const answer = readContacts(list, served)
    return answer.ok ? coolOffSentence(answer.contacts, coolOffs) : ''
  }, [list, served, coolOffs])
  const isTyped = one.name.trim() !== '' || one.address.trim() !== ''

  function read(text: string): readonly ContactDraft[] {
    const answer = readContacts(text, served)
    setProblems(answer.ok ? [] : answer.problems)
    if (answer.ok) return answer.contacts
    throw new DraftFault('list', answer.problems[0] ?? 'The list cannot be read.')
  }

  const put = (change: Partial<typeof one>) => {
    setFault(null)
    setOne({ ...one, ...change })
  }

  function add() {
    const text = withContact(list, { ...one, name: one.name.trim(), address: one.address.trim() })
    const answer = readContacts(withContact('', one), served)
    if (!answer.ok) {
      setFault((answer.problems[0] ?? 'It cannot be read.').replace(/^Row 2:? ?/, ''))
      return document.getElementById(typed.ok ? 'contact-name' : 'contact-address')?.focus()
    }
    const [contact] = answer.contacts
    const how = howOf()
    if (contact === undefined || how === null) return
    if (how !== undefined) setTold(new Map([...told, [keyOf(contact), { name: contact.name, how }]]))
    setVerified(NO_VERIFICATION)
    setProblems([])
    setFault(null)
    setList(text)
    setOne({ ...NOTHING, chain: one.chain })
  }

  // What is said of the contact that is typed; null where it is not said well enough.
  function howOf(): Json | undefined | null {
    try {
      return verificationBody(verified, 'list')
    } catch (error) {
      setProblems([error instanceof DraftFault ? error.message : 'How it was verified cannot be read.'])
      return null
    }
  }

  const typed = parseAddress(one.address, '')
  const wrong = form.problemsIn('body.contacts')
  return (
    <form
      className="fields admin-form"
      noValidate
      onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault()
        void form.submit(() => {
          if (isTyped)
            throw new DraftFault('list', 'A contact is typed and not in the list yet. Add it, or empty its fields.')
          const contacts = read(list)
          setSent(contacts)
          return {
            contacts: contacts.map((contact) => {
              const said = told.get(keyOf(contact))
              return { ...contact, ...(said && { verification: said.how }) }
            }),
          }
        })
      }}
    >
      <div className="fields halves">
        <TextField
          id="contact-name"
          label="Name"
          autoComplete="off"
          maxLength={80}
          value={one.name}
          error={fault !== null && typed.ok ? fault : undefined}
          onChange={(event) => put({ name: event.target.value })}
        />
        <SelectField
          id="contact-class"
          label="Class"
          hint={classesSentence(coolOffs)}
          value={one.class}
          onChange={({ target }) => setOne({ ...one, class: target.value })}
        >
          {CLASS_WORDS.map(({ id, words }) => (
            <option key={id} value={id}>
              {words}
            </option>
          ))}
        </SelectField>
        <TextField
          id="contact-address"
          label="Address"
          face="bytes"
          autoComplete="off"
          spellCheck={false}
          hint="From its owner, where you know their voice. Never from a list of past transfers."
          value={one.address}
          error={fault !== null && !typed.ok ? fault : undefined}
          onChange={(event) => put({ address: event.target.value })}
        />
        <SelectField
          id="contact-chain"
          label="Chain"
          value={one.chain}
          onChange={({ target }) => setOne({ ...one, chain: target.value })}
        >
          {chains.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      </div>
      <VerificationFields
        draft={verified}
        onChange={setVerified}
        statement={
          typed.ok
            ? {
                ...{ installation: person.installation, chainId: Number(one.chain) },
                ...{ name: one.name.trim(), address: typed.address },
              }
            : null
        }
        error={undefined}
      />
      <div className="entry-actions">
        <Button onClick={add} isArmed={isTyped}>
          Add to the list
        </Button>
      </div>
      <FileField
        id="contacts-file"
        label="From a file"
        accept=".csv,text/csv,text/plain"
        hint="CSV, up to 256 kB. It is read into the list below."
        take={async (files) => {
          const answer = await readListFile(files)
          if (answer === null) return
          if (answer.ok) setList(answer.text)
          setProblems(answer.ok ? [] : [answer.sentence])
        }}
      />
      <AreaField
        id="contacts-list"
        label="Contacts"
        face="bytes"
        rows={6}
        wrap="off"
        spellCheck={false}
        value={list}
        onChange={(event) => setList(event.target.value)}
        placeholder={CONTACT_COLUMNS.join(',')}
        hint="The first row names the columns name, address, class and chain (its id or short name)."
        error={
          wrong.length > 0
            ? 'The desk refuses it as it is. What is wrong stands below, row by row.'
            : form.errorOf('list')
        }
      />
      {coolOff !== '' && <p className="note">{coolOff}</p>}
      {told.size > 0 && (
        <p className="note">
          How it was verified is recorded for {[...told.values()].map(({ name }) => name).join(', ')}, as long as the
          list has that address.
        </p>
      )}
      {problems.length > 0 && (
        <ul className="list-problems" role="alert">
          {problems.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {wrong.length > 0 && <ContactFaults problems={wrong} contacts={sent} />}
      <ProposalEnd
        form={form}
        person={person}
        fields={['list', ...wrong.map(({ field }) => field)]}
        action="Propose these contacts"
        sentence={({ body }) => (
          <Confirmed contacts={(body as { contacts: ContactDraft[] }).contacts} coolOffs={coolOffs} />
        )}
      />
    </form>
  )
}

function Confirmed({ contacts, coolOffs }: { contacts: readonly ContactDraft[]; coolOffs: CoolOffs }) {
  return (
    <>
      Add {contacts.length === 1 ? 'this contact' : `these ${contacts.length} contacts`} to the address book.{' '}
      {coolOffSentence(contacts, coolOffs)}
      {contacts.map(({ id, name, class: kind, address }) => (
        <span key={id} className="sub">
          {name}, {kind} <HexGroups hex={address} />
        </span>
      ))}
    </>
  )
}

const keyOf = ({ chainId, address }: ContactDraft): string => `${chainId}:${address.toLowerCase()}`
