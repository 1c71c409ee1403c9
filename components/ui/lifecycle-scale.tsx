export type LifecycleStep = {
  name: string
  /** `never`: can no longer happen; `stopped`: the pointer, and the end. */
  at: 'done' | 'now' | 'stopped' | 'ahead' | 'never'
  /** "02:14", "2 h", "32 blocks". */
  when?: string
}

const CLASS: Record<LifecycleStep['at'], string> = {
  done: 'done',
  now: 'now',
  stopped: 'now stop',
  ahead: '',
  never: 'never',
}

/** A ruler with a pointer; what can no longer happen is dashed and struck through. */
export function LifecycleScale({ steps }: { steps: readonly LifecycleStep[] }) {
  return (
    <ol className="scale" aria-label="Lifecycle">
      {steps.map(({ name, at, when }) => (
        <li key={name} className={CLASS[at]} aria-current={at === 'now' || at === 'stopped' ? 'step' : undefined}>
          <span>{name}</span>
          {at === 'never' && <span className="sr">, no longer possible</span>}
          {when !== undefined && <span className="when">{when}</span>}
        </li>
      ))}
    </ol>
  )
}
