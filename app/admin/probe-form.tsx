import { Button } from '@/components/ui/button'
import { SelectField } from '@/components/ui/select-field'
import { TextField } from '@/components/ui/text-field'
import { servedChains } from './served-chains'

type ProbeFormProps = {
  /** Where it asks again. */
  action: string
  chain: string
  address: string
  label: string
  hint: string
  problem: string | null
}

/** Asks the chain what is at an address, before anything is proposed. A plain form: it works by its address alone. */
export function ProbeForm({ action, chain, address, label, hint, problem }: ProbeFormProps) {
  return (
    <form className="fields admin-form" action={action} method="get">
      <SelectField id="probe-chain" name="chain" label="Chain" defaultValue={chain}>
        {servedChains().map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <TextField
        id="probe-address"
        name="address"
        label={label}
        face="bytes"
        hint={hint}
        autoComplete="off"
        spellCheck={false}
        defaultValue={address}
        error={problem ?? undefined}
      />
      <div className="dialog-actions">
        <Button type="submit">Ask the chain</Button>
      </div>
    </form>
  )
}
