'use client'
import { displayText } from '@/lib/core/display-text'
import { functionOf, type RawCall } from '@/lib/stage/parse-call'
import { Button } from '../ui/button'
import { SelectField } from '../ui/select-field'
import { TextField } from '../ui/text-field'
import { offeredCalls, type OfferedCall } from './offered-calls'
import { RecipientFields } from './recipient-fields'
import { registeredFor } from './registered'
import { useStaging } from './stage-context'

/** One call of a contract: which, what with, and all that may leave the Safe by it. */
export function CallFields({ errorAt }: { errorAt: (field: string) => string | undefined }) {
  const { draft, change, safe } = useStaging()
  const { call } = draft
  const put = (next: Partial<RawCall>) => change({ ...draft, call: { ...call, ...next } })
  const offered = offeredCalls(safe?.contracts ?? [])
  const inputs = functionOf(call.method)?.inputs ?? []
  return (
    <>
      <div className="entry">
        <p className="entry-name">
          <b>Contract</b>
        </p>
        <RecipientFields
          id="call.to"
          label="Contract"
          value={call.to}
          onChange={(to) => put({ to })}
          error={errorAt('call.to')}
          registered={registeredFor(safe)}
        />
      </div>
      <div className="entry">
        <p className="entry-name">
          <b>Function</b>
        </p>
        <div className="fields">
          <SelectField
            id="call.often"
            label="Calls to choose from"
            value={offered.find(({ to, method }) => method === call.method && to === (to && call.to))?.id ?? ''}
            onChange={(event) => {
              const chosen = offered.find(({ id }) => id === event.target.value)
              put({ method: '', values: [], ...(chosen && filledIn(chosen, call)) })
            }}
          >
            <option value="">Another function</option>
            {offered.map(({ id, words }) => (
              <option key={id} value={id}>
                {words}
              </option>
            ))}
          </SelectField>
          <TextField
            id="call.method"
            label="Function with its parameter types"
            face="bytes"
            spellCheck={false}
            value={call.method}
            placeholder="withdraw(uint256 amount)"
            onChange={(event) => put({ method: event.target.value })}
            error={errorAt('call.method')}
          />
          {inputs.map(({ name, type }, place) => (
            <TextField
              key={`${place} ${type}`}
              id={`call.values.${place}`}
              label={`${displayText(name ?? '', 60) || `Value ${place + 1}`}, ${type}`}
              face="bytes"
              spellCheck={false}
              value={call.values[place] ?? ''}
              onChange={(event) =>
                put({ values: inputs.map((_, at) => (at === place ? event.target.value : (call.values[at] ?? ''))) })
              }
              error={errorAt(`call.values.${place}`)}
            />
          ))}
        </div>
      </div>
      {call.gives.map((given, at) => (
        <div className="entry" role="group" key={at} aria-label={`May leave the Safe ${at + 1}`}>
          <p className="entry-name">
            <b>May leave</b>
            <button
              className="copy"
              type="button"
              onClick={() => put({ gives: call.gives.filter((_, place) => place !== at) })}
            >
              Remove<span className="sr"> what may leave, {at + 1}</span>
            </button>
          </p>
          <div className="fields asset-amount">
            <SelectField
              id={`call.gives.${at}.asset`}
              label="Asset"
              value={given.asset}
              onChange={(event) => put({ gives: replaced(call.gives, at, { asset: event.target.value }) })}
              error={errorAt(`call.gives.${at}.asset`)}
            >
              {safe?.assets.map(({ address, symbol }) => (
                <option key={address} value={address}>
                  {displayText(symbol, 24)}
                </option>
              ))}
            </SelectField>
            <TextField
              id={`call.gives.${at}.amount`}
              label="Amount"
              face="amount"
              inputMode="decimal"
              value={given.amount}
              onChange={(event) => put({ gives: replaced(call.gives, at, { amount: event.target.value }) })}
              error={errorAt(`call.gives.${at}.amount`)}
            />
          </div>
        </div>
      ))}
      <div className="entry-actions">
        <Button onClick={() => put({ gives: [...call.gives, { asset: 'native', amount: '' }] })}>
          Let something leave the Safe
        </Button>
        <p className="quiet">Whatever else would leave it stops the call.</p>
      </div>
    </>
  )
}

const filledIn = ({ to, method, values }: OfferedCall, call: RawCall): Partial<RawCall> => ({
  ...{ method, values: [...values] },
  to: to === '' ? call.to : to,
})

const replaced = <One extends object>(list: readonly One[], at: number, next: Partial<One>): readonly One[] =>
  list.map((one, place) => (place === at ? { ...one, ...next } : one))
