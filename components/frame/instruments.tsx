export type Instrument = {
  label: string
  value: string
  /** Nominal is quiet; the others fill with their meaning and stay on narrow screens. */
  state?: 'nominal' | 'medium' | 'alarm' | 'freeze'
}

const CLASS = { nominal: 'nominal', medium: 'lit medium', alarm: 'lit', freeze: 'lit freeze' } as const

/** Dark while all is well. `narrowFact` stands for the nominal ones on a phone: "Block 21,891,902, 4 s ago". */
export function Instruments({ instruments, narrowFact }: InstrumentsProps) {
  if (instruments.length === 0) return null
  const nominal = instruments.filter(({ state = 'nominal' }) => state === 'nominal').length
  return (
    <section className="annun" aria-label="Instruments">
      <div className="wrap">
        <ul>
          {instruments.map(({ label, value, state = 'nominal' }) => (
            <li key={label} className={CLASS[state]}>
              {label} <b>{value}</b>
            </li>
          ))}
          {nominal > 0 && (
            <li className="only-narrow">
              {nominal === instruments.length
                ? 'All instruments nominal.'
                : `${nominal} ${nominal === 1 ? 'other' : 'others'} nominal.`}{' '}
              {narrowFact !== undefined && <b>{narrowFact}</b>}
            </li>
          )}
        </ul>
      </div>
    </section>
  )
}

export type InstrumentsProps = { instruments: readonly Instrument[]; narrowFact?: string }
