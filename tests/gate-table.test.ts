import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ROLES } from '@/lib/flows/actor'
import type { Flow } from '@/lib/flows/flow'
import { FLOWS } from '@/lib/flows/index'

const row = z.strictObject({
  verb: z.string(),
  entrance: z.enum(['door', 'session', 'job', 'bootstrap']),
  actors: z.array(z.enum(['member', 'system', 'anonymous', 'bootstrap'])).min(1),
  roles: z.union([z.literal('any'), z.array(z.enum(ROLES))]),
  stepUp: z.union([z.strictObject({ action: z.string() }), z.strictObject({ none: z.string().min(10) })]),
})
type Row = z.output<typeof row>

const table = z.array(row).parse(JSON.parse(readFileSync('tests/fixtures/gate-table.json', 'utf8')))

const rowOf = ({ verb, entrance, gate: { actors, roles, stepUp } }: Flow): Row =>
  row.parse({ verb, entrance, actors, roles, stepUp: 'none' in stepUp ? stepUp : { action: stepUp.action } })

/** What differs between the gates in the code and the table that people read and agreed on. */
function differences(flows: readonly Flow[], agreed: readonly Row[]): string[] {
  const missing = agreed.filter(({ verb }) => !flows.some((flow) => flow.verb === verb))
  return [
    ...missing.map(({ verb }) => `${verb} is in the table and not in the code`),
    ...flows.flatMap((flow) => {
      const known = agreed.filter(({ verb }) => verb === flow.verb)
      if (known.length !== 1) return [`${flow.verb} has ${known.length} rows in the table`]
      return JSON.stringify(known[0]) === JSON.stringify(rowOf(flow)) ? [] : [`${flow.verb} has another gate`]
    }),
  ]
}

describe('the gate table', () => {
  it('is what the flows are guarded by', () => {
    expect(differences(FLOWS, table)).toEqual([])
  })

  const flow = (verb: string): Flow => {
    const found = FLOWS.find((candidate) => candidate.verb === verb)
    if (!found) throw new Error(`no ${verb}`)
    return found
  }
  const planted = (verb: string, change: Partial<Flow['gate']>, rest: Partial<Flow> = {}): Flow[] =>
    FLOWS.map((known) => (known.verb === verb ? { ...known, ...rest, gate: { ...known.gate, ...change } } : known))

  it.each([
    ['a verb nobody agreed on', [...FLOWS, { ...flow('reject'), verb: 'pay-me' }], 'pay-me has 0 rows in the table'],
    ['a verb twice', [...FLOWS, flow('sign-out')].slice(1), 'request-sign-in is in the table and not in the code'],
    ['another role', planted('approve', { roles: ['signer', 'admin'] }), 'approve has another gate'],
    ['no role', planted('execute', { roles: 'any' }), 'execute has another gate'],
    ['no step-up', planted('stage', { stepUp: { none: 'It is quicker.' } }), 'stage has another gate'],
    ['another actor', planted('execute', { actors: ['member', 'system'] }), 'execute has another gate'],
    ['another entrance', planted('bootstrap', {}, { entrance: 'door' }), 'bootstrap has another gate'],
    ['another reason', planted('reject', { stepUp: { none: 'No reason at all.' } }), 'reject has another gate'],
  ])('fails on %s', (_what, flows, sentence) => {
    expect(differences(flows, table)).toContain(sentence)
  })
})

describe('the table itself', () => {
  it('gives the system and strangers nothing that moves money or changes who may', () => {
    for (const { verb, entrance, actors } of table) {
      if (actors.includes('system'))
        expect({ verb, entrance, actors }).toEqual({ verb, entrance: 'job', actors: ['system'] })
      if (actors.includes('anonymous'))
        expect(['request-sign-in', 'sign-in', 'read-invitation', 'accept-invitation']).toContain(verb)
      if (actors.includes('bootstrap')) {
        expect({ entrance, actors }).toEqual({ entrance: 'bootstrap', actors: ['bootstrap'] })
        expect(['bootstrap', 'renew-first-link']).toContain(verb)
      }
    }
  })

  it('asks for a step-up wherever money or evidence leaves, a stop ends, or somebody changes who may what', () => {
    const bound = table.flatMap(({ verb, stepUp }) => ('action' in stepUp ? [[verb, stepUp.action]] : []))
    expect(bound).toEqual([
      ['issue-enrolment-code', 'issue-enrolment-code'],
      ['add-passkey', 'enrol-passkey'],
      ['retire-passkey', 'retire-passkey'],
      ['notify-at', 'notify-at'],
      ['propose-change', 'propose-change'],
      ['agree-to-change', 'agree-to-change'],
      ['stage', 'stage'],
      ['approve', 'approve'],
      ['cancel-onchain', 'stage'],
      ['release', 'release'],
      ['unfreeze', 'unfreeze'],
      ['import-list', 'import-list'],
      ['change-list', 'change-list'],
      ['execute', 'execute'],
      ['export-evidence', 'export'],
      ['export-log', 'export'],
      ['export-accounting', 'export'],
      ['export-list', 'export'],
      ['export-book', 'export'],
    ])
  })

  it('lets an admin do nothing to a withdrawal', () => {
    const withdrawals = ['preview', 'stage', 'begin-approval', 'approve', 'reject', 'cancel', 'cancel-onchain']
    withdrawals.push('execute', 'report-submission', 'nudge')
    for (const { verb, roles } of table.filter((one) => withdrawals.includes(one.verb)))
      expect({ verb, isOpen: roles === 'any' || roles.includes('admin') }).toEqual({ verb, isOpen: false })
  })
})
