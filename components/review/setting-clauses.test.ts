import { describe, expect, it } from 'vitest'
import type { Assessment } from '@/lib/assess/review'
import type { SlotChange } from '@/lib/simulate/types'
import type { OwnersChange } from '@/lib/stage/types'
import { ASSESSMENT, hash, INTENT, SIMULATED } from '@/tests/builders/reviewed'
import { settingClauses } from './setting-clauses'

const asked: OwnersChange = { kind: 'change-threshold', threshold: 4 }
const slot = (label: string, after: `0x${string}`): SlotChange => ({ slot: hash(1), label, before: hash(3), after })

function clausesOf(...safeStorage: readonly SlotChange[]) {
  const assessment: Assessment = {
    ...ASSESSMENT,
    class: 'configuration',
    intent: { ...INTENT, legs: [], change: asked },
    effects: { ...SIMULATED, safeStorage },
  }
  return settingClauses({ assessment, contacts: [], safeName: 'Treasury' }).map(({ name, mark }) => `${name}: ${mark}`)
}

it('names the owners who are signers here, and says who is none', () => {
  const [ruth = hash(0), stranger = hash(0)] = ASSESSMENT.safe?.owners ?? []
  const assessment = { ...ASSESSMENT, class: 'configuration', intent: { ...INTENT, legs: [], change: asked } } as const
  const effects = { ...SIMULATED, safeStorage: [slot('threshold', hash(1))] }
  const said = (holders?: readonly { address: `0x${string}`; name: string }[]) =>
    JSON.stringify(
      settingClauses({
        ...{ assessment: { ...assessment, effects }, contacts: [], safeName: 'Treasury' },
        ...(holders && { holders }),
      })[0]?.effect,
    )
  expect(said([{ address: ruth as `0x${string}`, name: 'Ruth' }])).toContain(
    `Ruth ${ruth}, ${stranger}, no signer here`,
  )
  expect(said()).toContain(`${ruth}, ${stranger}`)
})

describe('the clauses of a change of the owners', () => {
  it('are equal where exactly that happens', () => {
    expect(clausesOf(slot('threshold', hash(4)), slot('nonce', hash(8)))).toEqual([
      'Owners and threshold: same',
      'Other configuration: same',
      'Approvals granted: same',
      'Fee refund: same',
    ])
  })

  it('differ where another threshold, nothing, or something beside it is set', () => {
    expect(clausesOf(slot('threshold', hash(1)))).toContain('Owners and threshold: differs')
    expect(clausesOf()).toContain('Owners and threshold: differs')
    expect(clausesOf(slot('threshold', hash(4)), slot('singleton', hash(9)))).toContain('Other configuration: differs')
  })
})
