import { keccak256, stringToHex } from 'viem/utils'
import { expect, it } from 'vitest'
import { signaturesIn } from '@/bin/selectors/gather-signatures'
import { selectorLines, type ReadSource } from '@/bin/selectors/index-files'
import { LICENCES, SELECTOR_SOURCES } from '@/bin/selectors/sources'
import index from '@/lib/decode/selector-index.json'

const entries: readonly (readonly [string, readonly string[]])[] = Object.entries(index)
const source = (...signatures: string[]): ReadSource => ({
  name: 'sample',
  version: '1.0.0',
  integrity: '',
  license: 'MIT',
  signatures: new Set(signatures),
})

it('every name hashes to its selector, sorted and once', () => {
  expect(entries.length).toBeGreaterThan(1_500)
  for (const [selector, names] of entries) {
    expect(names.length).toBeGreaterThan(0)
    for (const name of names) expect([name, keccak256(stringToHex(name)).slice(0, 10)]).toEqual([name, selector])
    expect(names).toEqual([...new Set(names)].sort())
  }
  const selectors = entries.map(([selector]) => selector)
  expect(selectors).toEqual([...new Set(selectors)].sort())
})

it('knows functions of its sources', () => {
  const names = entries.flatMap(([, listed]) => listed)
  expect(names).toContain('transferAndCall(address,uint256,bytes)')
  expect(names).toContain('depositTransaction(address,uint256,uint64,bool,bytes)')
  expect(names).not.toContain('balanceOf(address)')
})

it('keeps functions that share a selector side by side', () => {
  const lines = selectorLines([source('transfer(address,uint256)'), source('many_msg_babbage(bytes1)')])
  expect(JSON.parse(lines)).toEqual({ '0xa9059cbb': ['many_msg_babbage(bytes1)', 'transfer(address,uint256)'] })
})

it('comes out the same whatever the order of the sources', () => {
  const [a, b] = [source('burn(uint256)', 'mint(uint256)'), source('mint(uint256)', 'pay((address,uint256)[])')]
  expect(selectorLines([a, b])).toBe(selectorLines([b, a]))
})

it('writes tuples out, and takes no reader, event or storage pointer', () => {
  const pair = [{ type: 'address' }, { type: 'uint256' }]
  const write = { type: 'function', stateMutability: 'nonpayable' }
  const abi = [
    { ...write, name: 'pay', inputs: [{ type: 'tuple[2]', components: pair }] },
    { ...write, name: 'look', inputs: [], stateMutability: 'view' },
    { ...write, name: 'old', inputs: [], stateMutability: undefined, constant: true },
    { ...write, name: 'insert', inputs: [{ type: 'Set.Data storage' }] },
    { ...write, name: 'bad name', inputs: [] },
    { type: 'event', name: 'Paid', inputs: [] },
  ]
  expect(signaturesIn(abi)).toEqual(['pay((address,uint256)[2])'])
  expect(signaturesIn({ abi })).toEqual(signaturesIn(abi))
  expect(signaturesIn({ compilerOutput: { abi } })).toEqual(signaturesIn(abi))
  expect(signaturesIn({ version: 1 })).toEqual([])
})

it('reads packages under free licences, at one pinned tarball each', () => {
  expect(LICENCES).toEqual(['MIT', 'Apache-2.0'])
  for (const { version, integrity } of SELECTOR_SOURCES) {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/)
    expect(integrity).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/)
  }
})
