import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { NodesSection, nodeWords } from './nodes-section'

const well = { party: 'a.example', silence: null, lacks: [], misses: [] }

it('says of each node what it cannot do and what follows', () => {
  expect(nodeWords(well)).toBe('It does everything that a review asks for.')
  expect(nodeWords({ ...well, silence: 'No answer within 3 s.' })).toBe('It does not answer. No answer within 3 s.')
  expect(nodeWords({ ...well, lacks: ['debug_traceCall with callTracer'] })).toContain('It cannot simulate')
  expect(nodeWords({ ...well, misses: ['eth_simulateV1', 'eth_getProof'] })).toMatch(/eth_simulateV1.*eth_getProof/)
})

it('counts a node that only misses what is recommended, and not one that is silent', () => {
  const nodes = [
    { ...well, misses: ['eth_getProof'] },
    { ...well, party: 'b.example', silence: 'gone' },
  ]
  const html = renderToStaticMarkup(<NodesSection chains={[{ name: 'Ethereum', nodes }]} />)
  expect(html).toContain('1 of 2')
  expect(html.match(/class="done"/g)).toHaveLength(1)
  expect(html).toContain('b.example')
})
