import { displayText } from '@/lib/core/display-text'
import type { Assessed } from '../review/assessed'
import { effectSource, noEffectWords } from '../review/effect-words'
import { FlowPicture } from '../review/flow-picture'
import { readMoves } from '../review/read-moves'
import { settingClauses } from '../review/setting-clauses'
import { MovesTable } from '../ui/moves-table'
import { Section } from '../ui/section'
import { Unavailable } from '../ui/unavailable'
import { isUsedUp } from './inspect-words'

/** §1: what would happen. There is no request to hold it against. */
export function EffectsSection({ assessed }: { assessed: Assessed }) {
  const { effects } = assessed.assessment
  const none = noEffectWords(effects)
  return (
    <Section id="s1" number="§1" title="What would happen" meta={effectSource(effects)} isMetaLong>
      <p className="note">Nobody stated an intent for this, so nothing here says what it should do.</p>
      {isUsedUp(assessed.assessment) && (
        <p className="note">Its nonce is used up. This is what it would do if it were the next one now.</p>
      )}
      {effects.kind === 'unavailable' ? (
        <Unavailable title="Everything that moves" reason={`is unknown. ${displayText(effects.reason, 300)}`}>
          What cannot be simulated counts as blocked.
        </Unavailable>
      ) : (
        <>
          {none !== null && <p className="note">{none}</p>}
          <FlowPicture assessed={assessed} />
          <Moves assessed={assessed} />
          <Settings assessed={assessed} />
        </>
      )}
    </Section>
  )
}

// A table without rows is no table.
function Moves({ assessed }: { assessed: Assessed }) {
  const { moves, sentence } = readMoves(assessed)
  const caption = (
    <>
      <b>Everything that moves.</b> {displayText(sentence, 600)}
    </>
  )
  return moves.length === 0 ? <p className="note">{caption}</p> : <MovesTable moves={moves} caption={caption} />
}

function Settings({ assessed }: { assessed: Assessed }) {
  return (
    <dl className="facts pad">
      {settingClauses(assessed).map(({ name, effect, mark }) => (
        <Setting key={name} name={name} words={effect.kind === 'words' ? effect.words : ''} isAlert={mark !== 'same'} />
      ))}
    </dl>
  )
}

function Setting({ name, words, isAlert }: { name: string; words: string; isAlert: boolean }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={isAlert ? 'critc' : undefined}>{displayText(words, 2000)}</dd>
    </>
  )
}
