import type { ReactNode } from 'react'
import { displayText } from '@/lib/core/display-text'
import { HexGroups } from '../ui/hex-groups'
import { Icon } from '../ui/icon'
import { Section } from '../ui/section'
import type { Assessed } from './assessed'
import { effectSource } from './effect-words'
import { type EnvironmentFact, environmentFacts, environmentSentence } from './environment-facts'
import { knownName } from './known-name'
import { RunSideEffects } from './run-side-effects'
import { runSummary } from './run-summary'
import { stateChanges, stateSentence, type StateValue } from './state-changes'

type RunSectionProps = {
  assessed: Assessed
  /** The calls that ran, behind a line with this summary. */
  calls: (summary: string) => ReactNode
}

/** What the simulated run does besides moving money: the Safe's own storage, whether the block matters, every call. */
export function RunSection({ assessed, calls }: RunSectionProps) {
  const { effects } = assessed.assessment
  if (effects.kind === 'unavailable') return null
  const environments = environmentFacts(effects, assessed)
  return (
    <Section id="run" title="The simulated run" meta={effectSource(effects)} isMetaLong>
      <StateChanges assessed={assessed} />
      <RunSideEffects effects={effects} assessed={assessed} />
      <p className="note env-sum">
        {environments.some(isOff) && <Icon name="v-critical" />} {environmentSentence(environments)}
      </p>
      <ul className="envs">
        {environments.map((one) => (
          <EnvironmentLine key={one.name} environment={one} />
        ))}
      </ul>
      {calls(`Who calls whom when it runs: ${runSummary(effects)}`)}
    </Section>
  )
}

const isOff = ({ differences }: EnvironmentFact): boolean => differences !== null && differences.length > 0

function EnvironmentLine({ environment }: { environment: EnvironmentFact }) {
  const { name, what, differences, refusal } = environment
  const [icon, word] =
    refusal !== undefined
      ? (['v-unknown', `not run, because ${refusal}`] as const)
      : differences === null
        ? (['v-unknown', 'not run'] as const)
        : differences.length === 0
          ? (['v-pass', 'the same'] as const)
          : (['v-critical', 'not the same'] as const)
  return (
    <li>
      <Icon name={icon} />
      <span>
        <b>{name}</b>
        {what !== '' && `, ${what}`}:{' '}
        <span className={isOff(environment) ? 'critc' : undefined}>{displayText(word, 200)}</span>.
        {differences?.slice(0, 20).map((sentence) => (
          <span key={sentence} className="det">
            {displayText(sentence, 400)}
          </span>
        ))}
      </span>
    </li>
  )
}

function StateChanges({ assessed }: { assessed: Assessed }) {
  const { effects } = assessed.assessment
  const { words, isCalm } = stateSentence(effects)
  const caption = (
    <>
      <b>The Safe itself.</b> {words}
    </>
  )
  if (isCalm) return <p className="note">{caption}</p>
  return (
    <table className="led slots-of" role="table">
      <caption className="note">{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {['What', 'Before', 'After'].map((title) => (
            <th key={title} scope="col" role="columnheader">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {stateChanges(effects).map(({ key, name, of, before, after }) => (
          <tr role="row" key={key}>
            <th scope="row" role="rowheader">
              {displayText(name, 120)}
              {of !== null && <HexGroups hex={of} layout={of.length > 42 ? 'hash' : 'two'} size={12} />}
            </th>
            <td role="cell" data-h="Before">
              <Value value={before} assessed={assessed} />
            </td>
            <td role="cell" data-h="After">
              <b>
                <Value value={after} assessed={assessed} />
              </b>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Value({ value, assessed }: { value: StateValue; assessed: Assessed }) {
  if (value.kind === 'words') return <>{displayText(value.words, 120)}</>
  if (value.kind === 'bytes') return <HexGroups hex={value.bytes} layout="hash" size={12} />
  const { name } = knownName(value.address, assessed)
  return (
    <>
      {name !== undefined && displayText(name, 120)} <HexGroups hex={value.address} layout="two" size={12} />
    </>
  )
}
