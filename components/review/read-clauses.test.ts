import { describe, expect, it } from 'vitest'
import { ASSESSMENT, CONTACT, ETHER, hash, INTENT, PAYEE, SAFE, SIMULATED, TOKEN } from '@/tests/builders/reviewed'
import type { Assessment } from '@/lib/assess/review'
import { countClauses, readClauses } from './read-clauses'

const read = (change: Partial<Assessment>) =>
  readClauses({ assessment: { ...ASSESSMENT, ...change }, contacts: [CONTACT], safeName: 'Treasury' })
const marks = (change: Partial<Assessment>) => Object.fromEntries(read(change).map(({ name, mark }) => [name, mark]))
const OTHER = '0x9999999999999999999999999999999999999999'

describe('clauses of a review', () => {
  it('are all equal for an honest payment, in the fixed order', () => {
    expect(read({}).map(({ no, name, mark }) => `${no} ${name} ${mark}`)).toEqual([
      '1.1 Network same',
      '1.2 From same',
      '1.3 Amount same',
      '1.4 Recipient same',
      '1.5 Kind of call same',
      '1.6 Safe configuration same',
      '1.7 Who controls it after same',
      '1.8 Approvals granted same',
      '1.9 Fee refund same',
    ])
    expect(countClauses(read({}))).toEqual({ all: 9, different: 0, unanswered: 0 })
  })

  it('differ at the recipient when the bytes pay another address', () => {
    const arguments_ = ASSESSMENT.call.arguments.map((one) => (one.name === 'to' ? { ...one, value: OTHER } : one))
    const balances = SIMULATED.balances.map((one) =>
      one.account === PAYEE ? { ...one, account: OTHER as typeof SAFE } : one,
    )
    const changed = marks({
      call: { ...ASSESSMENT.call, arguments: arguments_ },
      effects: { ...SIMULATED, balances },
    })
    expect(changed).toMatchObject({ Recipient: 'differs', Amount: 'same', 'Not asked for': 'added' })
  })

  it('differ at the amount when less arrives than the calldata says', () => {
    const balances = SIMULATED.balances.map((one) => (one.account === PAYEE ? { ...one, after: 249_000_000n } : one))
    expect(marks({ effects: { ...SIMULATED, balances } })).toMatchObject({ Amount: 'differs', Recipient: 'same' })
  })

  it('say that nothing is paid when a delegatecall replaces the code', () => {
    const singleton = { slot: hash(0), label: 'singleton', before: hash(1), after: hash(2) }
    const clauses = read({
      intent: { ...INTENT, legs: [{ asset: ETHER, recipient: PAYEE, units: 1n }] },
      call: { ...ASSESSMENT.call, operation: 1, provenance: 'selector-only', targetName: '', target: OTHER },
      effects: { ...SIMULATED, balances: [], safeStorage: [...SIMULATED.safeStorage, singleton] },
    })
    const found = Object.fromEntries(clauses.map(({ name, mark }) => [name, mark]))
    expect(found).toMatchObject({
      Amount: 'missing',
      Recipient: 'missing',
      'Kind of call': 'differs',
      'Safe configuration': 'differs',
      'Who controls it after': 'differs',
    })
    for (const { effect } of clauses) expect(effect.kind === 'words' ? effect.words : 'value').not.toBe('')
  })

  it('are unanswered, never equal, without simulation', () => {
    const found = marks({ effects: { kind: 'unavailable', party: 'localhost:8545', reason: 'no answer within 8 s' } })
    expect(found).toMatchObject({
      Amount: 'unknown',
      Recipient: 'unknown',
      'Safe configuration': 'unknown',
      'Approvals granted': 'unknown',
      'Fee refund': 'same',
    })
  })

  it('name an approval, a refund and an unasked loss', () => {
    const found = marks({
      staged: { ...ASSESSMENT.staged, tx: { ...ASSESSMENT.staged.tx, gasPrice: 5n } },
      effects: {
        ...SIMULATED,
        approvals: [{ token: TOKEN, owner: SAFE, spender: OTHER, units: null }],
        balances: [...SIMULATED.balances, { account: SAFE, asset: 'native', before: 9n, after: 4n }],
      },
    })
    expect(found).toMatchObject({ 'Approvals granted': 'differs', 'Fee refund': 'differs', 'Not asked for': 'added' })
  })
})
