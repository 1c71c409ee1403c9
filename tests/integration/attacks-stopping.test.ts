import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { Browser, type DoorDesk, openDoorDesk } from '@/tests/builders/door-desk'

let desk: DoorDesk
beforeAll(async () => void (desk = await openDoorDesk()))
afterAll(() => desk.close())
beforeEach(() => void desk.pass(61))

it.each([
  ['freeze', { scope: { kind: 'safe', id: 'nothing' }, reason: '' }],
  ['cancel', { withdrawalId: 'W-1', reason: 'This is not what we meant.' }],
])('a stolen session that calls without end keeps its member from no %s', async (verb, input) => {
  const browser = new Browser(desk)
  await browser.signInAs('ines')
  for (let at = 0; at < 301; at += 1) await browser.post('nothing', {})
  const answer = await browser.post(verb, input)
  expect(answer.error.code).not.toBe('TOO_MANY')
})

it('a stolen session that freezes what is not there keeps its member from freezing nothing', async () => {
  const browser = new Browser(desk)
  await browser.signInAs('ines')
  for (let at = 0; at < 20; at += 1)
    await browser.post('freeze', { scope: { kind: 'safe', id: `nothing-${at}` }, reason: '' })
  const answer = await browser.post('freeze', { scope: { kind: 'safe', id: 'treasury' }, reason: '' })
  expect(answer.error?.code).not.toBe('TOO_MANY')
})
