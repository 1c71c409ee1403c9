import { expect, it } from 'vitest'
import { local } from '@/lib/chains/local'
import { parseCall } from '@/lib/stage/parse-call'

const CONTRACT = '0x000000000000000000000000000000000000dEaD'
const SAFE = '0x0000000000000000000000000000000000001111'

function read(types: string, ...values: string[]): string {
  const call = { to: CONTRACT, method: `f(${types})`, values, gives: [] }
  const parsed = parseCall({ purpose: 'Try it', reference: '', call }, { chain: local, assets: [], safe: SAFE })
  return parsed.ok ? 'read' : (parsed.problems[0]?.field ?? '')
}
const list = (count: number, one: string) => `[${Array(count).fill(one).join(',')}]`

it('values as long as a form takes are read or refused where they stand, however they are nested', () => {
  const three = (type: string, value: string) => read(Array(3).fill(type).join(','), ...Array(3).fill(value))
  expect(three('uint256[]', list(9900, '1'))).toBe('read')
  expect(three('uint256[][]', list(6600, '[]'))).toBe('read')
  expect(three('bytes[]', list(3900, '"0x"'))).toBe('read')
  expect(three('address[]', list(440, `"${CONTRACT}"`))).toBe('read')
  for (const depth of [4900, 9900])
    expect(three('uint256[]', `[${'['.repeat(depth)}${']'.repeat(depth)}]`)).toBe('call.values.0')
})

it('what is no number stands for none', () => {
  for (const value of ['[""]', '[true]', '[[5]]', '["0x10"]', '[[]]', '[" 7 "]', '[1e3]', '[1.0]'])
    expect(read('uint256[] a', value), value).toBe('call.values.0')
  expect(read('uint256[] a', '[10]')).toBe('read')
})
