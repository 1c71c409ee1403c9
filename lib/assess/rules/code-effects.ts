import { creationCalls } from '@/lib/assess/creation-calls'
import { who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import type { EvidenceLine, Facts, Finding, Rule } from '@/lib/assess/types'
import type { CodeChange } from '@/lib/simulate/types'

const codes = { CODE_REPLACED: 'critical', CODE_CREATED_UNANNOUNCED: 'high' } as const
const say = reporter('code-effects', codes)

/** Code that the simulated run makes, replaces or takes away, against what calls of official factories say that they make. */
export const codeEffects: Rule = {
  id: 'code-effects',
  title: 'Code that comes and goes',
  codes,
  needs: { CODE_REPLACED: ['simulation'], CODE_CREATED_UNANNOUNCED: ['simulation'] },
  judge: (facts) => {
    const { effects } = facts
    // An absent or failed simulation is a finding of its own.
    if (effects.kind === 'unavailable' || effects.status !== 'success') return []
    if (effects.code === undefined)
      return [say.unknown('CODE_REPLACED', { sentence: 'What code the run changes was not kept.' })]
    const made = effects.code.filter(({ before }) => before === null)
    const findings = [
      ...effects.code.filter(({ before }) => before !== null).map((change) => replaced(facts, change)),
      ...surplus(facts, made),
    ]
    if (findings.length > 0) return findings
    const sentence =
      made.length === 0 ? 'No code is made, replaced or taken away.' : 'Only announced contracts are made.'
    return [say.pass('CODE_REPLACED', sentence)]
  },
}

function replaced(facts: Facts, change: CodeChange): Finding {
  const what = change.after === null ? 'loses its code' : 'gets other code in place of its own'
  return say.fail('CODE_REPLACED', {
    sentence: `While it runs, ${who(facts, change.address)} ${what}.`,
    evidence: evidenceOf(facts, change),
  })
}

// Which of them a call announces its bytes do not say, so all are told.
function surplus(facts: Facts, made: readonly CodeChange[]): readonly Finding[] {
  const announced = creationCalls(facts).filter(({ isOfficial }) => isOfficial).length
  if (made.length <= announced) return []
  const count = made.length === 1 ? 'a new contract' : `${made.length} new contracts`
  const said =
    announced === 0 ? 'no call of an official factory says so' : `the calls of official factories announce ${announced}`
  return [
    say.fail('CODE_CREATED_UNANNOUNCED', {
      sentence: `While it runs, it makes ${count}, and ${said}.`,
      evidence: made.flatMap((change) => evidenceOf(facts, change)),
    }),
  ]
}

const evidenceOf = (facts: Facts, { address, before, after }: CodeChange): readonly EvidenceLine[] => [
  { label: 'At', value: who(facts, address) },
  ...(before === null ? [] : [{ label: 'Code hash before', value: before }]),
  { label: 'Code hash after', value: after ?? 'no code' },
]
