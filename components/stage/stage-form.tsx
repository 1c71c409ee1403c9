'use client'
import { displayText } from '@/lib/core/display-text'
import { MAX_LEGS } from '@/lib/stage/limits'
import { AreaField } from '../ui/area-field'
import { Button } from '../ui/button'
import { SelectField } from '../ui/select-field'
import { TextField } from '../ui/text-field'
import { FormProblem } from '../wallet/form-problem'
import { CallFields } from './call-fields'
import { EMPTY_LEG } from './draft'
import { holdingWords } from './holding-words'
import { KindField } from './kind-field'
import { LegsList } from './legs-list'
import { ListFold } from './list-fold'
import { OwnersFields } from './owners-fields'
import { useStaging } from './stage-context'

/** What should happen, in human terms. Everything typed is kept, whatever the desk answers. */
export function StageForm() {
  const { safes, safe, draft, change, problems, sentence, askPreview } = useStaging()
  const errorAt = (field: string) => problems.find((problem) => problem.field === field)?.message
  return (
    <form
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        void askPreview()
      }}
    >
      {sentence !== null && <FormProblem sentence={sentence} />}
      <div className="entry">
        <p className="entry-name">
          <b>From</b>
        </p>
        <div className="fields">
          <SelectField
            id="safe"
            label="Safe"
            value={draft.safeId}
            onChange={(event) => change({ ...draft, safeId: event.target.value })}
            hint={safe === null ? undefined : holdingWords(safe)}
            error={errorAt('safeId')}
          >
            {safes.map(({ id, name }) => (
              <option key={id} value={id}>
                {displayText(name, 80)}
              </option>
            ))}
          </SelectField>
        </div>
      </div>
      <KindField />
      {draft.kind === 'owners' && <OwnersFields errorAt={errorAt} />}
      {draft.kind === 'call' && <CallFields errorAt={errorAt} />}
      {draft.kind === 'payments' && (
        <>
          <ListFold />
          <LegsList errorAt={errorAt} />
          {errorAt('legs') !== undefined && <FormProblem sentence={errorAt('legs') ?? ''} />}
          <div className="entry-actions">
            {draft.legs.length < MAX_LEGS && (
              <Button onClick={() => change({ ...draft, legs: [...draft.legs, EMPTY_LEG] })}>Add a leg</Button>
            )}
          </div>
        </>
      )}
      <div className="entry">
        <p className="entry-name">
          <b>Why</b>
        </p>
        <div className="fields">
          <AreaField
            id="purpose"
            label="Purpose"
            rows={2}
            maxLength={500}
            value={draft.purpose}
            onChange={(event) => change({ ...draft, purpose: event.target.value })}
            hint={errorAt('purpose') === undefined ? 'Every approver and reviewer reads it.' : undefined}
            error={errorAt('purpose')}
          />
          <TextField
            id="reference"
            label="Reference"
            maxLength={120}
            value={draft.reference}
            onChange={(event) => change({ ...draft, reference: event.target.value })}
            error={errorAt('reference')}
          />
        </div>
      </div>
      <div className="entry-actions">
        <Button type="submit">Preview</Button>
        <p className="quiet">The preview writes nothing and reserves nothing.</p>
      </div>
    </form>
  )
}
