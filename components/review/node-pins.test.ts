import { expect, it } from 'vitest'
import { newNodes, type NodePin } from './node-pins'

function pinned(...before: readonly string[]): NodePin & { readonly kept: () => readonly string[] } {
  let kept = before
  return { read: () => kept, keep: (origins) => void (kept = origins), kept: () => kept }
}
const [ONE, TWO] = ['https://one.example', 'https://two.example']

it('trusts the first nodes that are named, and none before', () => {
  const pin = pinned()
  expect(newNodes([], pin)).toBeNull()
  expect(pin.kept()).toEqual([])
  expect(newNodes([`${TWO}/v1/key`, `${ONE}/`], pin)).toBeNull()
  expect(pin.kept()).toEqual([ONE, TWO])
})

it('takes another order, another key and the same node twice for the same nodes', () => {
  expect(newNodes([`${ONE}/other-key`, `${TWO}/`, `${ONE}/`], pinned(ONE, TWO))).toBeNull()
})

it.each([
  ['none any more', [], 'now none is named.'],
  ['one fewer', [ONE], `now they are ${ONE}.`],
  ['one more', [ONE, TWO, 'https://three.example'], 'three.example'],
  ['others', ['https://four.example'], 'now they are https://four.example.'],
  ['the same name without a listener in between', ['http://one.example', TWO], 'http://one.example'],
])('says so of %s, and keeps what it knew until somebody vouches', (_what, urls, words) => {
  const pin = pinned(ONE, TWO)
  const found = newNodes(urls, pin)
  expect(found?.sentence).toContain(words)
  expect(found?.sentence).toContain(`It knew ${ONE} and ${TWO}`)
  expect(pin.kept()).toEqual([ONE, TWO])
  if (found) pin.keep(found.origins)
  // Once there are none, the next that are named are first ones again.
  expect(newNodes(urls, pin)).toBeNull()
})
