import type { Hex } from 'viem'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { executeSubject } from '@/lib/approve/subjects'
import { createDemoWallet } from '@/lib/demo/wallet'
import { readBalance } from '@/lib/desk/rehearsal/balances'
import { startTestDesk, type TestDesk } from '@/tests/builders/test-desk'
import { DoorPerson } from './door-person'

let desk: TestDesk

beforeAll(async () => void (desk = await startTestDesk(2)))
afterAll(() => desk?.stop())

/** What a killed worker held is asked for again by the sweep of each minute. */
const SWEPT_SECONDS = 90

type Call = { readonly to: Hex; readonly data: Hex }

it(
  'loses nothing and does nothing twice when a web or a worker is killed in the middle',
  { timeout: 300_000 },
  async () => {
    const [ines, ruth, tomas, aiko, eli] = await Promise.all(
      ['ines', 'ruth', 'tomas', 'aiko', 'eli'].map((name) => DoorPerson.enter(desk, name)),
    )
    if (!ines || !ruth || !tomas || !aiko || !eli) throw new Error('nobody is there')
    const before = await readBalance(desk.chainUrl, desk.usdc, desk.recipient)
    const legs = [{ asset: desk.usdc, recipient: desk.recipient, amount: '16.00' }]
    const id = await ines.stage({ safeId: 'treasury', legs, purpose: 'Two of each' })

    // The web dies with the approval under way: it is recorded or it is not, and asking again makes it one.
    await Promise.all([ruth.approve(id).catch(() => undefined), later(60, () => kill(desk.webPids[0]))])
    const approvers = async () => (await ruth.review(id)).approvals.map(({ memberId }) => memberId)
    if (!(await approvers()).includes('ruth')) await ruth.approve(id)
    await tomas.approve(id)
    expect((await approvers()).sort()).toEqual(['ruth', 'tomas'])

    await aiko.approve(id)
    kill(desk.workerPids[0])
    const ready = await eli.waitFor(id, 'ready', SWEPT_SECONDS)
    const evidenceDigest = ready.reviewed.digest
    const executor = eli.member.address
    const { safeTx: safeTxHash } = ready.reviewed.assessment.staged.hashes
    const bound = {
      action: 'execute' as const,
      subject: executeSubject({ safeTxHash, evidenceDigest, executor }),
      policyVersion: ready.reviewed.policy.version,
    }
    const execute = async () =>
      ((await eli.confirm('execute', bound, { withdrawalId: id, evidenceDigest, executor })) as { call: Call }).call
    const handed = await Promise.all([execute().catch(() => null), later(60, () => kill(desk.webPids[1]))])
    const { to, data } = handed[0] ?? (await execute())
    const wallet = createDemoWallet('eli', desk.chainUrl)
    await wallet.request({ method: 'eth_sendTransaction', params: [{ from: executor, to, data }] })
    kill(desk.workerPids[1])
    await eli.waitFor(id, 'executed', SWEPT_SECONDS)
    expect((await readBalance(desk.chainUrl, desk.usdc, desk.recipient)) - before).toBe(16_000_000n)
    const { story } = await eli.review(id)
    const count = (words: string) => story.filter(({ action }) => action === words).length
    expect([count('stage'), count('approve')]).toEqual([1, 3])
  },
)

const later = async (milliseconds: number, act: () => void) => {
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
  act()
}

function kill(pid: number | undefined): void {
  if (pid === undefined) throw new Error('there is no such process')
  process.kill(pid, 'SIGKILL')
}
