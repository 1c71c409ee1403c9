import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { stageSubject } from '@/lib/approve/subjects'
import { handOver, sendIt } from '@/lib/desk/rehearsal/acts'
import { cancelIntent } from '@/lib/stage/cancel-intent'
import { isLegalMove, TERMINAL } from '@/lib/stage/lifecycle'
import type { DeskAddress } from '@/tests/builders/test-desk'
import { DoorPerson } from './door-person'

const REASON = 'The test that staged it is over.'
const WITHIN_SECONDS = 60

type People = { readonly [Name in 'ines' | 'ruth' | 'tomas' | 'aiko' | 'eli']: DoorPerson }

/** Ends everything that is unfinished, by the desk's own ways. @throws Error after a minute of one */
export async function clearQueue(desk: DeskAddress, database: Client): Promise<void> {
  const { rows } = await database.query<{ id: string; is_signed: boolean }>(
    `select id, signature_requested_at is not null as is_signed from withdrawal where not state = any($1)
     order by safe_id, nonce, staged_at`,
    [TERMINAL],
  )
  if (rows.length === 0) return
  const [ines, ruth, tomas, aiko, eli] = await Promise.all([
    DoorPerson.enter(desk, 'ines'),
    DoorPerson.enter(desk, 'ruth'),
    DoorPerson.enter(desk, 'tomas'),
    DoorPerson.enter(desk, 'aiko'),
    DoorPerson.enter(desk, 'eli'),
  ])
  // The last ones give their nonces back; one before others that may be signed would leave a gap, so it is used up too.
  const last = rows.findLastIndex(({ is_signed }) => is_signed)
  for (const { id } of rows.slice(last + 1)) await ines.do('cancel', { withdrawalId: id, reason: REASON })
  for (const { id } of rows.slice(0, last + 1)) await end(desk, { ines, ruth, tomas, aiko, eli }, id)
}

async function end(desk: DeskAddress, people: People, id: string): Promise<void> {
  const deadline = performance.now() + WITHIN_SECONDS * 1000
  for (;;) {
    const { state, wasSignatureRequested, reviewed } = await people.ines.review(id)
    if (TERMINAL.includes(state)) return
    if (performance.now() > deadline) throw new Error(`${id} is still ${state}`)
    const owner = people.ruth.member.address
    if (state === 'awaiting-approvals' && !wasSignatureRequested)
      await people.ruth.do('begin-approval', { withdrawalId: id, owner, evidenceDigest: reviewed.digest })
    else if (isLegalMove(state, 'cancelled')) await people.ines.do('cancel', { withdrawalId: id, reason: REASON })
    else if (state === 'cancel-pending-onchain') await killOnChain(desk, people, id)
    else if (state === 'ready') await execute(desk, people, id)
    else await sleep(500)
  }
}

/** Its signatures live until the nonce is used: by its cancel, which another test may have begun. */
async function killOnChain(desk: DeskAddress, people: People, id: string): Promise<void> {
  const { conflict } = await people.ines.review(id)
  const cancel = conflict?.other.isNonceHeld ? conflict.other.id : await startCancel(people, id)
  for (const who of ['ruth', 'tomas', 'aiko'] as const) {
    const { state, approvals } = await people.ines.review(cancel)
    if (state !== 'awaiting-approvals') break
    if (!approvals.some(({ memberId, counts }) => counts && memberId === who)) await people[who].approve(cancel)
  }
  await people.ines.waitFor(cancel, 'ready')
  await execute(desk, people, cancel)
  await people.ines.waitFor(cancel, 'executed')
}

async function startCancel({ ines }: People, id: string): Promise<string> {
  const { reviewed, safe, activePolicyVersion } = await ines.review(id)
  const { staged } = reviewed.assessment
  const { nonce } = staged.tx
  const intent = cancelIntent({ reason: REASON, replaces: id })
  const subject = stageSubject({ class: 'cancel', safe: staged.safe, intent, nonce })
  const bound = { action: 'stage' as const, subject, policyVersion: activePolicyVersion }
  const input = { safeId: safe.id, nonce: String(nonce), replaces: id, reason: REASON }
  return ((await ines.confirm('cancel-onchain', bound, input)) as { id: string }).id
}

async function execute({ chainUrl }: DeskAddress, { eli }: People, id: string): Promise<void> {
  const quietly = { chainUrl, say: () => undefined }
  await sendIt(quietly, eli, id, await handOver(quietly, eli, id))
}
