import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { concatHex } from 'viem'
import { submission } from '@/db/schema/withdrawal'
import { demoMember } from '@/lib/demo/members'
import type { BootstrapRequest } from '@/lib/flows/bootstrap-input'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  approveAs,
  executeAs,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  readPage,
  refusalOf,
  stageAs,
} from '@/tests/builders/money-desk'
import { act, perform, performJob, signIn, stepUp } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk
let owner: Client

beforeAll(async () => void (chain = await startTestChain()))
afterEach(async () => {
  await owner.end()
  await desk.close()
})
afterAll(() => chain.stop())

// Whoever owns the database puts back what they swapped in the very statement that notes the passkey's use: after the
// second factor was checked, before anything else is read.
async function open(alter?: (setup: BootstrapRequest) => BootstrapRequest): Promise<void> {
  desk = await openMoneyDesk(chain, alter)
  owner = new Client({ connectionString: desk.database.ownerUrl })
  await owner.connect()
  for (const table of ['passkey', 'member', 'policy', 'withdrawal', 'approval', 'challenge'])
    await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
  await owner.query(`
    CREATE TABLE kept_passkey AS TABLE passkey;
    CREATE TABLE kept_member AS TABLE member;
    CREATE FUNCTION put_back() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$ BEGIN
      UPDATE passkey p SET public_key = k.public_key, usable_from = k.usable_from FROM kept_passkey k WHERE k.id = p.id;
      UPDATE member m SET roles = k.roles FROM kept_member k WHERE k.id = m.id;
      RETURN NULL;
    END $$;
    CREATE TRIGGER put_back AFTER UPDATE OF counter ON passkey FOR EACH STATEMENT EXECUTE FUNCTION put_back()`)
}

type Chain = MoneyDesk['deps']['io']['chain']
type Simulator = MoneyDesk['deps']['io']['simulator']

/** The same desk, where the owner of the database acts at one moment of a request. */
function meanwhile(moment: 'simulation' | 'gas', sql: string): MoneyDesk {
  const { io } = desk.deps
  const first = async () => void (await owner.query(sql))
  const simulate: Simulator['simulate'] = async (asked) => first().then(() => io.simulator.simulate(asked))
  const readNativeBalance: Chain['readNativeBalance'] = async (...asked) =>
    first().then(() => io.chain.readNativeBalance(...asked))
  const changed =
    moment === 'simulation'
      ? { simulator: { ...io.simulator, simulate } }
      : { chain: { ...io.chain, readNativeBalance } }
  return { ...desk, deps: { ...desk.deps, io: { ...io, ...changed } } }
}

const executionOf = async (id: string) => ({
  withdrawalId: id,
  evidenceDigest: (await readPage(desk, 'eli', id)).reviewed.digest,
  executor: demoMember('eli').address,
})

async function blocked(attempt: Promise<unknown>, sentence: string): Promise<void> {
  const refusal = await refusalOf(attempt)
  expect(refusal.message).toContain(sentence)
  expect(refusal.code).toBe('BLOCKED')
  expect(await desk.db.select().from(submission)).toEqual([])
}

async function handedOver(id: string): Promise<void> {
  desk.pass(31)
  expect(await executeAs(desk, 'eli', id)).toMatchObject({ attempt: 1 })
}

describe('the executor', () => {
  it('is not whose key stood in for theirs and was put back', async () => {
    await open()
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await makeReady(desk, id)
    const input = await executionOf(id)
    const actor = await signIn(desk, 'eli')
    await owner.query(
      `UPDATE passkey SET public_key = (SELECT public_key FROM passkey WHERE member_id = 'noor') WHERE member_id = 'eli'`,
    )
    const proof = await stepUp(desk, actor, 'execute', input, 'noor')
    await blocked(
      perform(desk, actor, 'execute', { ...input, proof }),
      'Your confirmation does not hold. Its passkey has another key than the member registered.',
    )
    await handedOver(id)
  })

  it('did not confirm now what they confirmed once: a challenge made to live longer', async () => {
    await open()
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await makeReady(desk, id)
    const input = await executionOf(id)
    const actor = await signIn(desk, 'eli')
    const proof = await stepUp(desk, actor, 'execute', input)
    desk.pass(121)
    await owner.query(`UPDATE challenge SET expires_at = expires_at + interval '1 hour'`)
    await blocked(perform(desk, actor, 'execute', { ...input, proof }), 'Your confirmation is an old one.')
    await handedOver(id)
  })

  it('is not who had the role only while it was looked at', async () => {
    await open()
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await makeReady(desk, id)
    const input = await executionOf(id)
    const promote = `UPDATE member SET roles = '{compliance,executor}' WHERE id = 'noor'`
    await owner.query(promote)
    await blocked(act(meanwhile('gas', promote), 'noor', 'execute', input), 'Noor is no executor by the log.')
    await owner.query(`UPDATE member m SET roles = k.roles FROM kept_member k WHERE k.id = m.id`)
    await handedOver(id)
  })
})

describe('the rows that a review was computed from', () => {
  it('are those held against the log: a policy without its delay, put back while the review was computed', async () => {
    await open()
    const swap = (from: number, to: number) =>
      `UPDATE policy SET body = replace(body, '"delaySeconds":${from},', '"delaySeconds":${to},') WHERE safe_id = 'treasury'`
    await owner.query(swap(5, 0))
    const { id } = await stageAs(desk, 'ines', payment(desk))
    for (const who of ['ruth', 'tomas', 'aiko']) await approveAs(desk, who, id)
    const input = await executionOf(id)
    await blocked(act(meanwhile('simulation', swap(0, 5)), 'eli', 'execute', input), 'The policy')
    expect(await refusalOf(executeAs(desk, 'eli', id))).toMatchObject({ code: 'STALE' })
    await makeReady(desk, id)
    await handedOver(id)
  })
})

describe('the end of the delay', () => {
  const slow = (setup: BootstrapRequest): BootstrapRequest => ({
    ...setup,
    policies: setup.policies.map(({ safeId, policy }) => ({
      safeId,
      policy: { ...policy, rules: policy.rules.map((rule) => ({ ...rule, delaySeconds: 3600 })) },
    })),
  })

  it('counts from what the passkeys signed: the row and the events’ time moved back', async () => {
    await open(slow)
    desk.pass(7200) // so that no passkey is too new for the time that the events say
    const { id } = await stageAs(desk, 'ines', payment(desk))
    for (const who of ['ruth', 'tomas', 'aiko']) await approveAs(desk, who, id)
    await owner.query(`
      ALTER TABLE audit_event DISABLE TRIGGER USER;
      UPDATE audit_event SET at = at - interval '2 hours' WHERE object_type = 'approval';
      ALTER TABLE audit_event ENABLE TRIGGER USER;
      UPDATE withdrawal SET ready_from = ready_from - interval '2 hours' WHERE id = '${id}'`)
    await performJob(desk, 'cool-down')
    await blocked(executeAs(desk, 'eli', id), 'It cools until')
    desk.pass(3600)
    await handedOver(id)
  })
})

describe('an approval that went stale', () => {
  // That a new approval counts instead is shown where the code of the Safe changes and is put back.
  it('never counts again, whatever its row says', async () => {
    await open()
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await makeReady(desk, id)
    const { address } = (await readPage(desk, 'eli', id)).reviewed.assessment.staged.safe
    const code = (await chain.client.getCode({ address })) ?? '0x'
    await chain.client.setCode({ address, bytecode: concatHex([code, '0x00']) })
    expect(await refusalOf(executeAs(desk, 'eli', id))).toMatchObject({ code: 'STALE' })
    await chain.client.setCode({ address, bytecode: code })
    await owner.query(`UPDATE approval SET is_stale = false WHERE member_id = 'ruth'`)
    await makeReady(desk, id, ['tomas', 'aiko'])
    desk.pass(31)
    await blocked(executeAs(desk, 'eli', id), 'The approval by ruth went stale')
  })
})

describe('a passkey that is still cooling', () => {
  const COOLING = 600
  const early = (who: string) =>
    owner.query(`UPDATE passkey SET usable_from = usable_from - interval '2 hours' WHERE member_id = $1`, [who])
  const openCooling = () =>
    open((setup) => ({ ...setup, installation: { ...setup.installation, factorCoolingSeconds: COOLING } }))

  it('stages nothing that is handed over, though its row said otherwise for a moment', async () => {
    await openCooling()
    await early('ines')
    const { id } = await stageAs(desk, 'ines', payment(desk))
    desk.pass(COOLING)
    await makeReady(desk, id)
    await blocked(executeAs(desk, 'eli', id), `The confirmation of ${id} was given before its passkey counted.`)
  })

  it('approves nothing that is handed over', async () => {
    await openCooling()
    desk.pass(COOLING)
    const { id } = await stageAs(desk, 'ines', payment(desk))
    desk.pass(-COOLING)
    await early('ruth')
    await approveAs(desk, 'ruth', id)
    desk.pass(COOLING)
    await makeReady(desk, id, ['tomas', 'aiko'])
    await blocked(executeAs(desk, 'eli', id), 'The approval of Ruth was given before its passkey counted.')
  })

  // Everybody's honest twin: what they do once their passkeys count is handed over.
  it('executes nothing, and does once it counts', async () => {
    await openCooling()
    desk.pass(COOLING)
    const { id } = await stageAs(desk, 'ines', payment(desk))
    await makeReady(desk, id)
    desk.pass(-COOLING)
    await early('eli')
    await blocked(executeAs(desk, 'eli', id), 'Your confirmation was given before its passkey counted.')
    desk.pass(COOLING)
    await handedOver(id)
  })
})
