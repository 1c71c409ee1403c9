import { describe, expect, it } from 'vitest'
import { keccak256 } from 'viem/utils'
import { codeChanges } from '@/lib/simulate/code-changes'
import { parseDiff } from '@/lib/simulate/diff'

const HERE = '0x1111111111111111111111111111111111111111'
const changes = (pre: object, post: object) => {
  const diff = parseDiff({ pre, post })
  if (diff === null) throw new Error('that is a diff')
  return codeChanges(diff)
}

describe('code that a run changes', () => {
  it('is what it makes, replaces and takes away', () => {
    expect(changes({ [HERE]: { balance: '0x0' } }, { [HERE]: { code: '0x60' } })).toEqual([
      { address: HERE, before: null, after: keccak256('0x60') },
    ])
    expect(changes({}, { [HERE]: { code: '0x60' } })).toHaveLength(1)
    expect(changes({ [HERE]: { code: '0x60' } }, { [HERE]: { code: '0x61' } })).toEqual([
      { address: HERE, before: keccak256('0x60'), after: keccak256('0x61') },
    ])
    expect(changes({ [HERE]: { code: '0x60' } }, {})).toEqual([
      { address: HERE, before: keccak256('0x60'), after: null },
    ])
  })

  it('is nothing where only balance, nonce or storage change', () => {
    expect(changes({ [HERE]: { code: '0x60', balance: '0x1' } }, { [HERE]: { balance: '0x2' } })).toEqual([])
    expect(changes({ [HERE]: { code: '0x60' } }, { [HERE]: { code: '0x60', nonce: '0x2' } })).toEqual([])
    expect(changes({ [HERE]: { balance: '0x1' } }, {})).toEqual([])
  })
})
