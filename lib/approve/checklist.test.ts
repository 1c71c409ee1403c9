import { describe, expect, it } from 'vitest'
import {
  acknowledgementsOf,
  answerMatches,
  asksForReason,
  buildChecklist,
  type ChecklistLine,
} from '@/lib/approve/checklist'
import { ASSESSMENT, ETHER, FINDING, hash, INTENT, PAYEE, SAFE, SIMULATED, USDC } from '@/tests/builders/reviewed'

const HIGH = { ...ASSESSMENT, findings: [FINDING] }
const lineOf = (lines: readonly ChecklistLine[], start: string): ChecklistLine => {
  const line = lines.find(({ id }) => id.startsWith(start))
  if (line === undefined) throw new Error(`no line ${start}`)
  return line
}
const groupOf = (line: ChecklistLine): number => Number(/groups (\d+)/.exec(line.challenge)?.[1])
const withHash = (n: number) => ({
  ...ASSESSMENT,
  staged: { ...ASSESSMENT.staged, hashes: { ...ASSESSMENT.staged.hashes, safeTx: hash(n) } },
})

describe('challenge and response', () => {
  const lines = buildChecklist('ruth', ASSESSMENT)

  it('asks for effects, anything else, findings, recipient and amount, in this order', () => {
    expect(lines.map(({ challenge }) => challenge.replace(/\d+ and \d+/, 'i and j'))).toEqual([
      'Effects equal intent',
      'Anything else',
      'Findings',
      'Recipient of leg 1, groups i and j',
      'Amount of leg 1',
    ])
    expect(lines.slice(0, 3).map((line) => line.kind === 'confirm' && line.response)).toEqual([
      '2 of 2',
      'Nothing',
      'None',
    ])
    expect(lines.slice(0, 3).every((line) => answerMatches(line, ''))).toBe(true)
  })

  it('names the clauses that a page counts, and still answers from the measured effects', () => {
    const first = (of: typeof ASSESSMENT) => buildChecklist('ruth', of, { all: 9, equal: 8 })[0]
    expect(first(ASSESSMENT)).toMatchObject({ response: '8 of 9', isHolding: true })
    expect(first({ ...ASSESSMENT, effects: { ...SIMULATED, balances: [] } })).toMatchObject({ isHolding: false })
  })

  it('takes the right groups in any case and spacing, and says no more than no to others', () => {
    const line = lineOf(lines, 'recipient')
    const start = 2 + (groupOf(line) - 1) * 4
    const right = PAYEE.slice(start, start + 8)
    expect(answerMatches(line, right)).toBe(true)
    expect(answerMatches(line, ` ${right.slice(0, 4).toUpperCase()} ${right.slice(4).toLowerCase()} `)).toBe(true)
    expect(answerMatches(line, '')).toBe(false)
    expect(answerMatches(line, right.slice(1))).toBe(false)
    expect(answerMatches(line, PAYEE.slice(2, 10))).toBe(false)
    expect(JSON.stringify(lines).toLowerCase()).not.toContain(right.toLowerCase())
  })

  it('takes the exact amount however it is written', () => {
    const line = lineOf(lines, 'amount')
    for (const right of ['250', '250.00', ' 250.000000 ']) expect(answerMatches(line, right)).toBe(true)
    for (const wrong of ['', '25', '250.01', '250000000', '250,00', '2.5e2'])
      expect(answerMatches(line, wrong)).toBe(false)
  })

  it('asks other groups per member and withdrawal, never the first or last, and the same again', () => {
    const asked = ['ruth', 'tomas', 'aiko'].flatMap((member) =>
      Array.from({ length: 40 }, (_, n) => groupOf(lineOf(buildChecklist(member, withHash(n)), 'recipient'))),
    )
    expect([...new Set(asked)].sort()).toEqual([2, 3, 4, 5, 6, 7, 8])
    expect(buildChecklist('ruth', ASSESSMENT)).toEqual(lines)
  })

  it('asks for any leg of a batch', () => {
    const legs = [USDC, ETHER].map((asset) => ({ asset, recipient: PAYEE, units: 1n }) as const)
    const asked = Array.from({ length: 40 }, (_, n) => {
      const batch = buildChecklist('ruth', { ...withHash(n), intent: { ...INTENT, legs } })
      return lineOf(batch, 'recipient').challenge.slice(0, 18)
    })
    expect(new Set(asked)).toEqual(new Set(['Recipient of leg 1', 'Recipient of leg 2']))
  })

  it('wants each high finding acknowledged with a reason', () => {
    const lines = buildChecklist('ruth', HIGH)
    const line = lineOf(lines, 'acknowledge')
    expect(answerMatches(line, '')).toBe(false)
    expect(answerMatches(line, '       ok ')).toBe(false)
    expect(answerMatches(line, 'Agreed in minute 7')).toBe(true)
    expect(answerMatches(line, 'no\u3164\u200b\u2800\u3164\u3164\u3164')).toBe(false)
    expect(acknowledgementsOf(lines, {})).toEqual([])
    expect(acknowledgementsOf(lines, { [line.id]: ' Agreed in minute 7 ' })).toEqual([
      { code: FINDING.code, path: FINDING.path, reason: 'Agreed in minute 7' },
    ])
  })

  it('wants those acknowledged too that nobody could tell, as the server does, and none that passed', () => {
    const findings = (['fail', 'unknown', 'pass'] as const).map((outcome) => ({ ...FINDING, outcome, code: outcome }))
    const lines = buildChecklist('ruth', { ...ASSESSMENT, findings })
    expect(lines.flatMap((line) => (line.kind === 'acknowledge' ? [line.code] : []))).toEqual(['fail', 'unknown'])
    expect(lineOf(lines, 'findings')).toMatchObject({ response: '2 read' })
    expect(findings.map(asksForReason)).toEqual([true, true, false])
  })

  it.each<[string, Partial<typeof ASSESSMENT>, string]>([
    [
      'a payment that falls short',
      { intent: { ...INTENT, legs: [{ asset: USDC, recipient: PAYEE, units: 251n }] } },
      'effects',
    ],
    ['a payment that does not happen', { effects: { ...SIMULATED, balances: [] } }, 'effects'],
    ['a revert', { effects: { ...SIMULATED, status: 'reverted' } }, 'effects'],
    ['unknown effects', { effects: { kind: 'unavailable', party: 'node', reason: 'down' } }, 'others'],
    ['something nobody asked for', { intent: null }, 'others'],
    [
      'a changed setting',
      {
        effects: { ...SIMULATED, safeStorage: [{ slot: hash(4), label: 'threshold', before: '0x03', after: '0x01' }] },
      },
      'others',
    ],
    [
      'an approval granted',
      { effects: { ...SIMULATED, approvals: [{ token: SAFE, owner: SAFE, spender: PAYEE, units: 1n }] } },
      'others',
    ],
  ])('cannot be answered with %s', (_name, change, id) => {
    expect(answerMatches(lineOf(buildChecklist('ruth', { ...ASSESSMENT, ...change }), id), 'yes')).toBe(false)
  })
})

describe('who a change or a call is about', () => {
  const line = (intent: object, what: string) =>
    buildChecklist('ruth', { ...ASSESSMENT, intent: { ...INTENT, legs: [], ...intent } }).find(({ challenge }) =>
      challenge.startsWith(what),
    )
  const address = '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65'
  it.each([
    ['New owner', { change: { kind: 'add-owner', owner: address, threshold: 2 } }],
    ['New owner', { change: { kind: 'swap-owner', oldOwner: `0x${'11'.repeat(20)}`, newOwner: address } }],
    ['Owner who goes', { change: { kind: 'remove-owner', owner: address, threshold: 2 } }],
    ['Contract that is called', { call: { to: address, data: '0x', gives: [] } }],
  ])('is typed from one’s own source: %s', (what, intent) => {
    const asked = line(intent, what)
    const group = Number(/groups (\d+) and/.exec(asked?.challenge ?? '')?.[1])
    const start = 2 + (group - 1) * 4
    if (asked === undefined) throw new Error('it is asked')
    expect(answerMatches(asked, address.slice(start, start + 8))).toBe(true)
    expect(answerMatches(asked, address.slice(2, 10))).toBe(false)
  })

  it('is nobody where only the threshold changes', () => {
    expect(line({ change: { kind: 'change-threshold', threshold: 4 } }, 'New owner')).toBeUndefined()
  })
})

describe('who gains by a call', () => {
  const bridge = '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65'
  const padded = (address: string) => `0x${'0'.repeat(24)}${address.slice(2).toLowerCase()}`
  const key = `0x${Array.from({ length: 16 }, (_, group) => (0xa0b0 + group).toString(16)).join('')}`
  const called = (values: readonly (readonly [name: string, type: string, value: string])[], units = 0n) => ({
    ...ASSESSMENT,
    class: 'contract-call' as const,
    intent: {
      ...INTENT,
      legs: [],
      call: { to: bridge, data: '0x12345678', gives: units === 0n ? [] : [{ asset: ETHER, units }] } as const,
    },
    call: {
      ...ASSESSMENT.call,
      ...({ to: bridge, target: bridge, provenance: 'registered', signature: 'send()' } as const),
      arguments: values.map(([name, type, value]) => ({ name, type, value })),
    },
  })
  const typed = (of: ReturnType<typeof called>) =>
    buildChecklist('ruth', of).filter((line) => line.kind === 'type' && !line.challenge.startsWith('Contract'))
  const answer = (line: ChecklistLine | undefined, hex: string) => {
    if (line === undefined) throw new Error('it is asked')
    const start = 2 + (groupOf(line) - 1) * 4
    return answerMatches(line, hex.slice(start, start + 8))
  }

  it('is typed from one’s own source, in whatever type it stands', () => {
    for (const [type, value] of [
      ['address', PAYEE],
      ['bytes32', padded(PAYEE)],
    ] as const) {
      const [line, ...others] = typed(called([['recipient', type, value]]))
      expect([line?.challenge.startsWith('Who gains by the call, groups'), others]).toEqual([true, []])
      expect([answer(line, PAYEE), answer(line, bridge)]).toEqual([true, false])
    }
  })

  it('is typed also where nothing here can read it, between its first and last groups', () => {
    const asked = Array.from({ length: 60 }, (_, n) => {
      const [line] = typed({ ...called([['recipient', 'bytes32', key]]), staged: withHash(n).staged })
      expect([answer(line, key), answer(line, padded(PAYEE))]).toEqual([true, false])
      return line === undefined ? 0 : groupOf(line)
    })
    expect([Math.min(...asked), Math.max(...asked)]).toEqual([2, 14])
  })

  it('is asked one by one where there are several, and of a crowd no more than anybody types', () => {
    const two = typed(
      called([
        ['recipient', 'bytes32', key],
        ['refundTo', 'address', PAYEE],
      ]),
    )
    expect(two.map(({ challenge }) => challenge.replace(/, .*/, ''))).toEqual([
      'Who gains by the call 1',
      'Who gains by the call 2',
    ])
    expect([PAYEE, key].map((hex) => two.filter((line) => answer(line, hex)).length)).toEqual([1, 1])
    const crowd = Array.from({ length: 40 }, (_, n) => ['to', 'bytes32', hash(2 ** 40 + n)] as const)
    expect(typed(called(crowd))).toHaveLength(5)
  })

  it('is nobody where it is the Safe, the contract itself, nobody, or too short to be asked', () => {
    const nobody = [
      ['to', 'address', SAFE],
      ['to', 'bytes32', padded(SAFE)],
      ['to', 'address', bridge],
      ['to', 'bytes32', hash(0)],
      ['to', 'bytes', '0x001122'],
      ['amount', 'uint256', '5'],
    ] as const
    expect(typed(called(nobody))).toEqual([])
  })

  it('is typed with what the call takes along', () => {
    const [line, ...others] = typed(called([['amount', 'uint256', '5']], 5n * 10n ** 17n))
    expect([line?.challenge, others]).toEqual(['Amount of ETH that the call takes', []])
    if (line === undefined) throw new Error('it is asked')
    expect(['0.5', '0.50', '5', '0.05', ''].map((text) => answerMatches(line, text))).toEqual([
      ...[true, true, false, false, false],
    ])
  })
})
