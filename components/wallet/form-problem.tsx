import { Icon } from '../ui/icon'

/** A refusal that belongs to no single field. Announced when it appears. */
export function FormProblem({ sentence }: { sentence: string }) {
  return (
    <div className="form-problem" role="alert">
      <Icon name="v-critical" />
      <p>{sentence}</p>
    </div>
  )
}
