import { Button } from '../ui/button'
import { TextField } from '../ui/text-field'

/** Asks what is known of an address. A plain form: it works by its address alone. */
export function AddressForm({ address, problem }: { address: string; problem: string | null }) {
  return (
    <form className="fields admin-form" action="/lists/address" method="get">
      <TextField
        id="search-address"
        name="address"
        label="Address"
        face="bytes"
        hint="On whichever chain, with or without a prefix."
        autoComplete="off"
        spellCheck={false}
        defaultValue={address}
        error={problem ?? undefined}
      />
      <div className="dialog-actions">
        <Button type="submit">Search</Button>
      </div>
    </form>
  )
}
