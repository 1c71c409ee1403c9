import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listNotices } from '@/db/queries/notices'
import { noticeSentence } from '@/lib/notices/words'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { type MoneyDesk, openMoneyDesk } from '@/tests/builders/money-desk'
import { change, nextPolicy } from '@/tests/builders/proposals'
import { act, performJob, signIn } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk

beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain, (setup) => ({
    ...setup,
    installation: { ...setup.installation, policyCoolingSeconds: 3600 },
  }))
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})

const derive = async () => {
  await performJob(desk, 'sequence-log')
  return performJob(desk, 'derive-notices')
}
const sentencesOf = async (who: string) =>
  (await listNotices(desk.db, await signIn(desk, who), { below: null, size: 50 })).lines.map(noticeSentence)

describe('another version of a policy', () => {
  it('tells whoever may veto that a policy cools, until when, and nobody else', async () => {
    const body = await nextPolicy(desk, 'treasury', ({ rules }) => ({
      rules: rules.map((rule) => ({ ...rule, expirySeconds: rule.expirySeconds + 60 })),
    }))
    const proposalId = await change(desk, 'change-policy', body)
    await derive()
    const until = new Date(desk.now().getTime() + 3600_000).toISOString().slice(0, 16).replace('T', ' ')
    const said = `${proposalId} is agreed to and loosens a policy. It cools until ${until} UTC. You can veto it as long as it does.`
    for (const who of ['ruth', 'noor', 'viktor']) expect((await sentencesOf(who))[0]).toBe(said)
    for (const who of ['ines', 'eli', 'sora']) expect(await sentencesOf(who)).not.toContain(said)
    desk.pass(3601)
    await performJob(desk, 'activate-policies')
    await derive()
    const counts = 'Another policy version counts from now on.'
    for (const who of ['ruth', 'noor', 'viktor', 'sora']) expect((await sentencesOf(who))[0]).toBe(counts)
    expect(await sentencesOf('eli')).not.toContain(counts)
  })

  it('tells of no cooling that a veto ended, and of a tightening as soon as it counts', async () => {
    const loose = await nextPolicy(desk, 'treasury', ({ rules }) => ({
      rules: rules.map((rule) => ({ ...rule, expirySeconds: rule.expirySeconds + 60 })),
    }))
    const proposalId = await change(desk, 'change-policy', loose)
    const { id, version } = (loose as { policy: { id: string; version: number } }).policy
    await act(desk, 'aiko', 'veto-policy', { policyId: id, version, reason: 'Nobody needs it longer.' })
    await derive()
    expect((await sentencesOf('ruth'))[0]).toBe('A policy version was vetoed while it cooled.')
    expect((await sentencesOf('ruth')).join()).not.toContain(`${proposalId} is agreed`)
    const counts = async (who: string) =>
      (await sentencesOf(who)).filter((sentence) => sentence === 'Another policy version counts from now on.').length
    const before = await counts('ruth')
    await change(
      desk,
      'change-policy',
      await nextPolicy(desk, 'treasury', ({ rules }) => ({
        rules: rules.map((rule) => ({ ...rule, delaySeconds: rule.delaySeconds + 1 })),
      })),
    )
    await derive()
    expect(await counts('ruth')).toBe(before + 1)
  })
})
