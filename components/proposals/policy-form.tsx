'use client'
import { type SubmitEvent, useState } from 'react'
import { PRESETS } from '@/lib/policy/presets'
import type { Person } from '../security/person'
import { Button } from '../ui/button'
import { SelectField } from '../ui/select-field'
import { PolicyArea } from './policy-area'
import { beginDraft, bringBack, choose, putPreset, shownOf, type } from './policy-draft'
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
  const [draft, setDraft] = useState(() => beginDraft(safes[0]?.id ?? '', PRESETS[0]?.id ?? ''))
  const safe = safes.find(({ id }) => id === draft.safeId)
  const preset = PRESETS.find(({ id }) => id === draft.presetId)
  if (!safe || !preset) return null
  const signers = safe.signers.map(({ memberId }) => memberId)
  const presetText = JSON.stringify(preset.make(safe.id, signers), null, 2)
  const { text, mayPutPreset, mayBringBack } = shownOf(draft, presetText)
  const wrong = form.problemsIn('body.policy')
  const isShort = signers.length < preset.leastSigners
  return (
    <form
      className="fields admin-form"
      noValidate
      onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault()
        void form.submit(() => ({ safeId: safe.id, policy: readJson(text, 'body.policy') }))
      }}
    >
      <div className="fields halves">
        <SelectField
          id="policy-safe"
          label="Safe"
          value={safe.id}
          onChange={({ target }) => setDraft(choose(draft, { safeId: target.value }))}
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
          value={preset.id}
          onChange={({ target }) => setDraft(choose(draft, { presetId: target.value }))}
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
      {mayPutPreset && (
        <div className="entry-actions">
          <p className="quiet">What you typed stays as it is, for the Safe and the preset that are chosen now too.</p>
          <Button onClick={() => setDraft(putPreset(draft))}>Put the preset in its place</Button>
        </div>
      )}
      {mayBringBack && (
        <div className="entry-actions">
          <p className="quiet">The preset stands in place of what you typed.</p>
          <Button onClick={() => setDraft(bringBack(draft))}>Bring back what I typed</Button>
        </div>
      )}
      <PolicyArea
        label="Policy"
        value={text}
        onChange={(typed) => setDraft(type(draft, typed))}
        hint="The first rule that matches decides; none blocks. Overlays only tighten. Nobody approves what they staged, and never fewer approve than the Safe itself asks for."
        problems={wrong}
      />
      <ProposalEnd
        form={form}
        person={person}
        fields={['body.safeId', ...wrong.map(({ field }) => field)]}
        action="Propose this policy"
        sentence={() =>
          `Give ${safe.name} its first policy, exactly as it stands here. It counts as soon as another admin agreed.`
        }
      />
    </form>
  )
}
