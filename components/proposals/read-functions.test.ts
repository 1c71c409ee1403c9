import { describe, expect, it } from 'vitest'
import { readFunctions } from './read-functions'

const read = (text: string) => readFunctions(text, 'body.functions')

describe('functions of a contract', () => {
  it('are taken line by line, as Solidity has them, each once and in order', () => {
    expect(
      read('function  stake(uint256 amount) external payable;\n\n  claim(address to)\nclaim(address to)\n'),
    ).toEqual(['claim(address to)', 'stake(uint256 amount)'])
  })

  it('are taken from an ABI, without those that only read', () => {
    const abi = [
      { type: 'function', name: 'stake', inputs: [{ name: 'amount', type: 'uint256' }], stateMutability: 'nonpayable' },
      { type: 'function', name: 'staked', inputs: [{ name: 'who', type: 'address' }], stateMutability: 'view' },
      { type: 'event', name: 'Staked', inputs: [] },
    ]
    expect(read(JSON.stringify(abi))).toEqual(['stake(uint256 amount)'])
    expect(read(JSON.stringify({ abi }))).toEqual(['stake(uint256 amount)'])
  })

  it.each([
    ['[{"type":', 'not JSON'],
    ['{"name":"x"}', 'holds no ABI'],
    ['[{"type":"function","name":"x","inputs":[{"type":"uint7x"}]}]', 'unknown type'],
  ])('are refused whole where the ABI is none: %s', (text, why) => {
    expect(() => read(text)).toThrow(why)
  })
})
