'use client'
import { findChain } from '@/lib/chains/index'
import { isSameAddress } from '@/lib/core/address'
import { displayText } from '@/lib/core/display-text'
import { changeOfControl } from '@/lib/stage/control'
import { parseOwnersChange, type RawOwnersChange } from '@/lib/stage/parse-owners-change'
import { holderName, ownerWords } from '../review/owner-words'
import { Address } from '../ui/address'
import { SelectField } from '../ui/select-field'
import { TextField } from '../ui/text-field'
import { useStaging } from './stage-context'

const WORDS: Readonly<Record<RawOwnersChange['kind'], string>> = {
  'change-threshold': 'Change how many owners sign',
  'add-owner': 'Add an owner',
  'remove-owner': 'Remove an owner',
  'swap-owner': 'Replace an owner',
}

/** One change of who controls the Safe, with what it is before and after. */
export function OwnersFields({ errorAt }: { errorAt: (field: string) => string | undefined }) {
  const { draft, change: put, safe, holders } = useStaging()
  const { change } = draft
  const { kind } = change
  const state = safe?.now?.state ?? null
  const set = (next: Partial<RawOwnersChange>) => put({ ...draft, change: { ...change, ...next } })
  const chain = findChain(safe?.chainId ?? 0)
  const isPresent = kind === 'remove-owner' || kind === 'swap-owner'
  const after =
    safe === null || state === null || chain === null
      ? null
      : parseOwnersChange({ change, purpose: 'preview', reference: '' }, { chain, safe: safe.address, control: state })
  const pasted = `${chain?.shortName ?? ''}:0x…`
  return (
    <div className="entry">
      <p className="entry-name">
        <b>Change</b>
      </p>
      <div className="fields">
        <SelectField
          id="change.kind"
          label="Kind of change"
          value={kind}
          onChange={(event) => set({ kind: event.target.value as RawOwnersChange['kind'], owner: '' })}
        >
          {Object.entries(WORDS).map(([id, words]) => (
            <option key={id} value={id}>
              {words}
            </option>
          ))}
        </SelectField>
        {kind === 'add-owner' && (
          <TextField
            id="change.owner"
            label="New owner"
            face="bytes"
            spellCheck={false}
            value={change.owner}
            placeholder={pasted}
            onChange={(event) => set({ owner: event.target.value })}
            error={errorAt('change.owner')}
          />
        )}
        {isPresent && (
          <SelectField
            id="change.owner"
            label={kind === 'swap-owner' ? 'Who is replaced' : 'Who is removed'}
            value={state?.owners.find((owner) => isSameAddress(owner, change.owner)) ?? ''}
            onChange={(event) => set({ owner: event.target.value })}
            error={errorAt('change.owner')}
          >
            <option value="">Choose</option>
            {state?.owners.map((owner) => (
              <option key={owner} value={owner}>
                {ownerWords(owner, holders)}
              </option>
            ))}
          </SelectField>
        )}
        {kind === 'swap-owner' && (
          <TextField
            id="change.newOwner"
            label="By whom"
            face="bytes"
            spellCheck={false}
            value={change.newOwner}
            placeholder={pasted}
            onChange={(event) => set({ newOwner: event.target.value })}
            error={errorAt('change.newOwner')}
          />
        )}
        {kind !== 'swap-owner' && (
          <TextField
            id="change.threshold"
            label="Owners who sign, afterwards"
            inputMode="numeric"
            value={change.threshold}
            onChange={(event) => set({ threshold: event.target.value })}
            hint={state === null ? undefined : `Now ${state.threshold} of ${state.owners.length}.`}
            error={errorAt('change.threshold')}
          />
        )}
        <div className="full">
          {state === null ? (
            <p className="quiet">The chain did not say who owns this Safe. Nothing can be changed until it does.</p>
          ) : (
            <>
              {after?.ok && after.intent.change && (
                <p>
                  <b>{changeOfControl(state, after.intent.change)}</b>{' '}
                  {kind === 'swap-owner' ? 'owners sign, as now; one of them is another.' : 'owners sign.'}
                </p>
              )}
              <details className="more">
                <summary>The {state.owners.length} owners now</summary>
                {state.owners.map((owner) => (
                  <Address
                    key={owner}
                    address={owner}
                    name={holderName(owner, holders)}
                    provenance="own"
                    source={`owner of ${displayText(safe?.name ?? '', 80)}`}
                    layout="line"
                  />
                ))}
              </details>
            </>
          )}
        </div>
      </div>
    </div>
  )
}
