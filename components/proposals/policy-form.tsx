'use client'
import { type SubmitEvent, useState } from 'react'
import { PRESETS } from '@/lib/policy/presets'
import type { Person } from '../security/person'
import { AreaField } from '../ui/area-field'
import { SelectField } from '../ui/select-field'
import { ProposalEnd } from './proposal-end'
import { readJson } from './read-json'
import { useProposal } from './use-proposal'

export type PolicySafe = {
  readonly id: string
  readonly name: string
  /** Members who are signers and own a key of this Safe. */
  readonly signers: readonly { readonly memberId: string; readonly name: string }[]
}

/** A first policy: a preset for the signers that the Safe has, as JSON that can be changed before it is proposed. */
export function PolicyForm({ person, safes }: { person: Person; safes: readonly PolicySafe[] }) {
  const form = useProposal('set-policy')
  const [safeId, setSafeId] = useState(safes[0]?.id ?? '')
  const [presetId, setPresetId] = useState(PRESETS[0]?.id ?? '')
  const [typed, setTyped] = useState<string | null>(null)
  const safe = safes.find(({ id }) => id === safeId)
  const preset = PRESETS.find(({ id }) => id === presetId)
  if (!safe || !preset) return null
  const signers = safe.signers.map(({ memberId }) => memberId)
  const text = typed ?? JSON.stringify(preset.make(safe.id, signers), null, 2)
  const wrong = form.problemIn('body.policy')
  const isShort = signers.length < preset.leastSigners
  return (
    <form
      className="fields admin-form"
      noValidate
      onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault()
        void form.submit(() => ({ safeId, policy: readJson(text, 'body.policy') }))
      }}
    >
      <div className="fields halves">
        <SelectField
          id="policy-safe"
          label="Safe"
          value={safeId}
          onChange={({ target }) => {
            setSafeId(target.value)
            setTyped(null)
          }}
          hint={`Signers with a key of it: ${safe.signers.map(({ name }) => name).join(', ') || 'nobody yet'}.`}
          error={form.errorOf('body.safeId')}
        >
          {safes.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
        <SelectField
          id="policy-preset"
          label="Begin from"
          value={presetId}
          onChange={({ target }) => {
            setPresetId(target.value)
            setTyped(null)
          }}
          hint={
            isShort
              ? `${preset.says} It needs ${preset.leastSigners} signers, and this Safe has ${signers.length} here.`
              : preset.says
          }
        >
          {PRESETS.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </SelectField>
      </div>
      <AreaField
        id="policy-json"
        label="Policy"
        face="bytes"
        rows={22}
        spellCheck={false}
        value={text}
        onChange={(event) => setTyped(event.target.value)}
        hint="The first rule that matches decides; none blocks. Overlays only tighten. Nobody approves what they staged, and never fewer approve than the Safe itself asks for."
        error={wrong === null ? undefined : `${wrong.field.replace('body.policy', 'policy')}: ${wrong.message}`}
      />
      <ProposalEnd
        form={form}
        person={person}
        fields={['body.safeId', ...(wrong === null ? [] : [wrong.field])]}
        action="Propose this policy"
        sentence={() =>
          `Give ${safe.name} its first policy, exactly as it stands here. It counts as soon as another admin agreed.`
        }
      />
    </form>
  )
}
