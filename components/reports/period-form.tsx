import { Button } from '../ui/button'
import { TextField } from '../ui/text-field'

type PeriodFormProps = { from: string; until: string; errors: { readonly from?: string; readonly until?: string } }

/** The days that the page reports, kept in its address. */
export function PeriodForm({ from, until, errors }: PeriodFormProps) {
  return (
    <form className="filters" action="/withdrawals/reports" method="get" aria-label="Period" key={`${from} ${until}`}>
      <TextField id="from" name="from" type="date" label="From, UTC" defaultValue={from} error={errors.from} />
      <TextField id="until" name="until" type="date" label="Until, UTC" defaultValue={until} error={errors.until} />
      <div className="filter-acts">
        <Button type="submit">Show</Button>
      </div>
    </form>
  )
}
