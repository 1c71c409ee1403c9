import { expect, it } from 'vitest'
import { parseCall } from '@/lib/stage/parse-call'
import { chainOf } from '@/lib/chains/index'
const run = (method: string, values: string[]) => {
  const start = performance.now()
  const parsed = parseCall(
    {
      purpose: 'abc',
      reference: '',
      call: { to: '0x000000000000000000000000000000000000dEaD', method, values, gives: [] },
    } as never,
    { chain: chainOf(31337), assets: [], safe: '0x0000000000000000000000000000000000001111' } as never,
  )
  return {
    took: Math.round(performance.now() - start),
    ok: parsed.ok,
    why: parsed.ok ? parsed.intent.call?.data.length : parsed.problems[0]?.message,
  }
}
it('forty values cost little', () => {
  const many = (type: string, value: string, n = 3) => run(`f(${Array(n).fill(type).join(',')})`, Array(n).fill(value))
  const seen = {
    deep: many('uint256[]', `[${'['.repeat(9900)}${']'.repeat(9900)}]`),
    deep4: many('uint256[]', `[${'['.repeat(4900)}${']'.repeat(4900)}]`),
    wide: many('uint256[]', `[${Array(9900).fill('1').join(',')}]`),
    empties: many('uint256[][]', `[${Array(6600).fill('[]').join(',')}]`),
    strings: many('bytes[]', `[${Array(3900).fill('"0x"').join(',')}]`),
    addresses: many('address[]', `[${Array(440).fill('"0x000000000000000000000000000000000000dEaD"').join(',')}]`),
  }
  for (const [name, { took }] of Object.entries(seen)) expect(took, name).toBeLessThan(500)
}, 120_000)
it('what is no number stands for none', () => {
  const word = (value: string) => {
    const r = run('f(uint256[] a)', [value])
    return r.ok
  }
  const seen = Object.fromEntries(
    ['[""]', '[true]', '[[5]]', '["0x10"]', '[[]]', '[" 7 "]', '[1e3]', '[1.0]'].map((v) => [v, word(v)]),
  )
  expect(Object.values(seen).every((ok) => !ok)).toBe(true)
})
