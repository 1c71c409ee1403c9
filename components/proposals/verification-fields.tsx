'use client'
import { contactStatement } from '@/lib/approve/contact-statement'
import { AreaField } from '../ui/area-field'
import { SelectField } from '../ui/select-field'
import { TextField } from '../ui/text-field'
import { VERIFICATION_KINDS, type VerificationDraft } from './verification-draft'

type VerificationFieldsProps = {
  draft: VerificationDraft
  onChange: (draft: VerificationDraft) => void
  /** What its owner signs; null where that is not known yet. */
  statement: Parameters<typeof contactStatement>[0] | null
  error: string | undefined
}

const PROOF: Readonly<Record<string, { readonly label: string; readonly hint: string }>> = {
  'call-back': {
    label: 'Where the number is from',
    hint: 'Never from the message that brought the address. “Contract of 2024, page 3”.',
  },
  'test-transfer': { label: 'The withdrawal', hint: 'A number like W-1004, executed by this desk.' },
  'signed-message': {
    label: 'Signature',
    hint: 'As the owner’s wallet gave it. A contract’s own signature counts too.',
  },
}

/** How an address was verified: one way, and what shows it. */
export function VerificationFields({ draft, onChange, statement, error }: VerificationFieldsProps) {
  const proof = PROOF[draft.how]
  const isSaid = draft.how === 'call-back' || draft.how === 'test-transfer'
  return (
    <div className="fields halves">
      <SelectField
        id="verification-how"
        label="How it was verified"
        value={draft.how}
        onChange={({ target }) => onChange({ ...draft, how: target.value })}
        error={error}
      >
        {VERIFICATION_KINDS.map(({ id, words }) => (
          <option key={id} value={id}>
            {words}
          </option>
        ))}
      </SelectField>
      {isSaid && (
        <>
          <TextField
            id="verification-by"
            label="Who confirmed it"
            autoComplete="off"
            maxLength={80}
            value={draft.by}
            onChange={({ target }) => onChange({ ...draft, by: target.value })}
          />
          <TextField
            id="verification-at"
            label="When, in UTC"
            autoComplete="off"
            hint="2026-03-01T10:00Z"
            value={draft.at}
            onChange={({ target }) => onChange({ ...draft, at: target.value })}
          />
        </>
      )}
      {draft.how === 'signed-message' && (
        <AreaField
          id="verification-message"
          label="What its owner signs, to the letter"
          face="bytes"
          rows={7}
          readOnly
          value={statement === null ? 'Write name and address first.' : contactStatement(statement)}
        />
      )}
      {proof !== undefined && (
        <TextField
          id="verification-proof"
          label={proof.label}
          hint={proof.hint}
          autoComplete="off"
          spellCheck={false}
          value={draft.proof}
          onChange={({ target }) => onChange({ ...draft, proof: target.value })}
        />
      )}
    </div>
  )
}
