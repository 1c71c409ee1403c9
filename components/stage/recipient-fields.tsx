'use client'
import { useState } from 'react'
import { findChain } from '@/lib/chains/index'
import { isSameAddress, parseAddress } from '@/lib/core/address'
import { displayText } from '@/lib/core/display-text'
import { contactName } from '../review/known-name'
import { Address } from '../ui/address'
import { SelectField } from '../ui/select-field'
import { TextField } from '../ui/text-field'
import type { Registered } from './registered'
import { useStaging } from './stage-context'

type RecipientFieldsProps = {
  id: string
  label?: string
  value: string
  onChange: (recipient: string) => void
  error: string | undefined
  /** Offered and named beside the contacts, where a contract is chosen and nobody paid. */
  registered?: readonly Registered[]
}

const PASTE = 'paste'

/** A contact of the book, or a pasted address; below it the whole address and what the desk knows of it. */
export function RecipientFields(props: RecipientFieldsProps) {
  const { id, label = 'Recipient', value, onChange, error, registered = [] } = props
  const { contacts, safe } = useStaging()
  const known = contacts.filter(({ chainId }) => chainId === safe?.chainId)
  const isChosen = ({ address }: { address: string }) => value !== '' && isSameAddress(address, value.trim())
  const chosen = known.find(isChosen) ?? registered.find(isChosen)
  const [isPasting, setIsPasting] = useState(false)
  const isPasted = isPasting || (value !== '' && !chosen)
  const prefix = findChain(safe?.chainId ?? 0)?.shortName ?? ''
  const parsed = value.trim() === '' ? null : parseAddress(value, prefix)
  const problem = error ?? (parsed?.ok === false ? parsed.message : undefined)
  return (
    <div className="fields">
      <SelectField
        id={isPasted ? `${id}-from` : id}
        label={label}
        value={isPasted ? PASTE : (chosen?.address ?? '')}
        onChange={(event) => {
          const next = event.target.value
          setIsPasting(next === PASTE)
          onChange(next === PASTE ? '' : next)
        }}
        error={isPasted ? undefined : problem}
      >
        <option value="">Choose</option>
        {known.map((contact) => (
          <option key={contact.entryId} value={contact.address}>
            {displayText(contact.name, 80)}
            {contact.isActive ? '' : ' (cooling)'}
          </option>
        ))}
        {registered.map(({ address, name, source }) => (
          <option key={address} value={address}>
            {displayText(name, 80)} ({source})
          </option>
        ))}
        <option value={PASTE}>Paste an address</option>
      </SelectField>
      {isPasted && (
        <TextField
          id={id}
          label="Address"
          face="bytes"
          spellCheck={false}
          value={value}
          placeholder={`${prefix}:0x…`}
          onChange={(event) => onChange(event.target.value)}
          error={problem}
        />
      )}
      {parsed?.ok === true && (
        <div>
          <KnownRecipient address={parsed.address} registered={registered} />
        </div>
      )}
    </div>
  )
}

type KnownRecipientProps = { address: `0x${string}`; registered: readonly Registered[] }

function KnownRecipient({ address, registered }: KnownRecipientProps) {
  const { contacts, safes, safe } = useStaging()
  const contact = contacts.find((one) => one.chainId === safe?.chainId && isSameAddress(one.address, address))
  const own = safes.find((one) => one.chainId === safe?.chainId && isSameAddress(one.address, address))
  if (contact) {
    const { name, provenance, source } = contactName(contact)
    return (
      <Address
        address={address}
        name={name === undefined ? undefined : displayText(name, 80)}
        provenance={provenance}
        source={source}
        layout="line"
      />
    )
  }
  if (own)
    return (
      <Address address={address} name={displayText(own.name, 80)} provenance="own" source="own Safe" layout="line" />
    )
  const found = registered.find((one) => isSameAddress(one.address, address))
  if (found)
    return (
      <Address
        address={address}
        name={displayText(found.name, 80)}
        provenance={found.provenance}
        source={`${found.source}, not in the address book; policy may hold or block this`}
        layout="line"
      />
    )
  return (
    <Address
      address={address}
      provenance="unknown"
      source="not in the address book; policy may hold or block this"
      layout="line"
    />
  )
}
