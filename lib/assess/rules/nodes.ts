import { reporter } from '@/lib/assess/report'
import type { Rule } from '@/lib/assess/types'
import { displayText } from '@/lib/core/display-text'
import type { Effects } from '@/lib/simulate/types'

const codes = { NODES_DISAGREE: 'critical', NODES_UNCONFIRMED: 'medium' } as const
const say = reporter('nodes', codes)

type Simulated = Extract<Effects, { kind: 'simulated' }>

/** Whether the chain's other nodes know the same block and come to the same run. */
export const nodes: Rule = {
  id: 'nodes',
  title: 'What the nodes say',
  codes,
  drifts: true,
  needs: { NODES_DISAGREE: ['simulation'], NODES_UNCONFIRMED: ['simulation'] },
  judge: ({ effects }) => {
    // An absent simulation is a finding of its own.
    if (effects.kind === 'unavailable') return []
    const { shown, same, other, silent } = campsOf(effects)
    const evidence = [...other, ...silent].map(({ party, what }) => ({ label: party, value: displayText(what, 300) }))
    if (other.length > 0) {
      const sentence = `Nodes of this chain disagree. ${whoIsAlone([shown, ...same], partiesOf(other))}`
      // Which of them is right nobody knows; once they agree again, approvals count as before.
      return [say.unknown('NODES_DISAGREE', { sentence, evidence })]
    }
    if (same.length > 0)
      return [say.pass('NODES_DISAGREE', `${joined([shown, ...same])} know the same block and come to the same run.`)]
    if (silent.length === 0)
      return [say.pass('NODES_DISAGREE', 'This desk asks one node of the chain, and nothing contradicts it.')]
    const sentence = `${shown} alone says what this does: nothing from ${joined(partiesOf(silent))} confirms it.`
    return [say.fail('NODES_UNCONFIRMED', { sentence, evidence })]
  },
}

function campsOf({ party = 'the node asked', voices = [] }: Simulated) {
  const having = (says: (typeof voices)[number]['says']) => voices.filter((voice) => voice.says === says)
  const same = partiesOf(having('same'))
  return { shown: displayText(party, 80), same, other: having('other'), silent: having('nothing') }
}

const partiesOf = (voices: NonNullable<Simulated['voices']>): readonly string[] =>
  voices.map(({ party }) => displayText(party, 80))

// Of two, either may be wrong. Of more, the fewer stand alone; that names them, and decides nothing.
function whoIsAlone(shown: readonly string[], others: readonly string[]): string {
  if (shown.length === others.length) return `${joined(shown)} and ${joined(others)} each say something else.`
  const [few, many] = shown.length < others.length ? [shown, others] : [others, shown]
  return `${joined(few)} ${few.length === 1 ? 'stands' : 'stand'} alone against ${joined(many)}.`
}

const joined = (parties: readonly string[]): string =>
  parties.length < 2 ? parties.join('') : `${parties.slice(0, -1).join(', ')} and ${parties.at(-1)}`
