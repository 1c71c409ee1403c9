import Link from 'next/link'
import { displayText } from '@/lib/core/display-text'
import { STATES } from '@/lib/stage/lifecycle'
import { Button, buttonClass } from '../ui/button'
import { SelectField } from '../ui/select-field'
import { stateWords } from '../ui/state-words'
import { TextField } from '../ui/text-field'
import { GROUP_WORDS, PART_WORDS } from './filter-words'
import { assetKey, type FilterChoices, type ReadFilter } from './read-filter'

type FilterFormProps = { read: ReadFilter; choices: FilterChoices }

/** A plain form: what it asks for stands in the page's address, so it can be kept, passed on and used without script. */
export function FilterForm({ read: { typed, problems }, choices }: FilterFormProps) {
  const isSet = Object.values(typed).some((text) => text !== '')
  return (
    // A new key per address: the fields show what the page was asked for, also after Back.
    <form className="filters" action="/withdrawals" method="get" key={JSON.stringify(typed)} aria-label="Filters">
      <SelectField id="state" name="state" label="State" defaultValue={typed.state} error={problems.state}>
        <option value="">Any state</option>
        <optgroup label="Part of the desk">
          {Object.entries(GROUP_WORDS).map(([group, words]) => (
            <option key={group} value={group}>
              {words}
            </option>
          ))}
        </optgroup>
        <optgroup label="One state">
          {STATES.map((state) => (
            <option key={state} value={state}>
              {stateWords(state).word}
            </option>
          ))}
        </optgroup>
      </SelectField>
      <SelectField id="safe" name="safe" label="Safe" defaultValue={typed.safe} error={problems.safe}>
        <option value="">Any Safe</option>
        <Named list={choices.safes} />
      </SelectField>
      <SelectField id="asset" name="asset" label="Asset" defaultValue={typed.asset} error={problems.asset}>
        <option value="">Any asset</option>
        {choices.assets.map((asset) => (
          <option key={assetKey(asset)} value={assetKey(asset)}>
            {displayText(asset.symbol, 24)}
          </option>
        ))}
      </SelectField>
      <SelectField id="by" name="by" label="Person" defaultValue={typed.by} error={problems.by}>
        <option value="">Anyone</option>
        <Named list={choices.people} />
      </SelectField>
      <SelectField id="as" name="as" label="Who" defaultValue={typed.as} error={problems.as}>
        <option value="">Had any part</option>
        {Object.entries(PART_WORDS).map(([part, words]) => (
          <option key={part} value={part}>
            {words}
          </option>
        ))}
      </SelectField>
      <TextField
        id="to"
        name="to"
        label="Recipient, name or address"
        defaultValue={typed.to}
        error={problems.to}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        id="touches"
        name="touches"
        label="Touched address"
        defaultValue={typed.touches}
        error={problems.touches}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
      />
      <TextField
        id="from"
        name="from"
        type="date"
        label="Staged from, UTC"
        defaultValue={typed.from}
        error={problems.from}
      />
      <TextField
        id="until"
        name="until"
        type="date"
        label="Staged until, UTC"
        defaultValue={typed.until}
        error={problems.until}
      />
      <div className="filter-acts">
        <Button type="submit">Show</Button>
        {isSet && (
          <Link className={buttonClass('plain')} href="/withdrawals" prefetch={false}>
            Clear
          </Link>
        )}
      </div>
    </form>
  )
}

function Named({ list }: { list: readonly { id: string; name: string }[] }) {
  return list.map(({ id, name }) => (
    <option key={id} value={id}>
      {displayText(name, 80)}
    </option>
  ))
}
