import { randomBytes } from 'node:crypto'
import type { Address } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { installation as installations } from '@/db/schema/installation'
import { invitation } from '@/db/schema/proposal'
import { codeHash, createCode } from '@/lib/approve/enrolment-code'
import { proveInvitation } from '@/lib/approve/invitation'
import { walletStatement } from '@/lib/approve/wallet-statement'
import { sha256Hex } from '@/lib/core/digest'
import { invitationObject } from '@/lib/flows/content'
import { runFlow } from '@/lib/flows/run-flow'
import { write } from '@/lib/flows/write'
import { asOwner } from '@/tests/builders/as-owner'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import {
  executeAs,
  makeReady,
  type MoneyDesk,
  openMoneyDesk,
  payment,
  refusalOf,
  stageAs,
} from '@/tests/builders/money-desk'
import { performJob } from '@/tests/builders/world'

const sora = privateKeyToAccount(generatePrivateKey())
const lost = createCode(randomBytes(16))

let chain: TestChain
let desk: MoneyDesk
beforeAll(async () => {
  chain = await startTestChain()
  // Viktor is in; Sora has a link.
  desk = await openMoneyDesk(chain, (setup) => ({
    ...setup,
    wallets: setup.wallets.filter(({ memberId }) => memberId !== 'sora'),
    passkeys: setup.passkeys.filter(({ memberId }) => memberId !== 'sora'),
    invited: [{ memberId: 'sora', address: sora.address, codeHash: codeHash(lost) }],
  }))
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})

const renew = (memberId: string, code: string, entrance: 'bootstrap' | 'door' = 'bootstrap') =>
  runFlow(desk.deps, {
    ...{ verb: 'renew-first-link', entrance, actor: { kind: 'bootstrap' } },
    input: { memberId, codeHash: codeHash(code) },
  })
const accept = async (code: string, signer = sora) => {
  const [{ id: installation } = { id: '' }] = await desk.db.select().from(installations)
  const statement = { installation, memberId: 'sora', address: sora.address }
  return runFlow(desk.deps, {
    ...{ verb: 'accept-invitation', entrance: 'door' },
    actor: { kind: 'anonymous', browserHash: sha256Hex(randomBytes(8).toString('hex')) },
    input: {
      ...{ code: proveInvitation(code, statement), address: sora.address },
      walletSignature: await signer.signTypedData(walletStatement(statement)),
    },
  })
}
const pay = async (amount: string) => {
  await performJob(desk, 'sign-checkpoint')
  const { id } = await stageAs(desk, 'ines', payment(desk, amount))
  await makeReady(desk, id)
  return executeAs(desk, 'eli', id)
}

it('replaces the link of a first admin while one alone is in, and preflight believes it', async () => {
  const code = createCode(randomBytes(16))
  expect((await refusalOf(renew('sora', code, 'door'))).code).toBe('NOT_FOUND')
  expect((await refusalOf(renew('ruth', code))).code).toBe('NOT_FOUND')
  expect(await renew('sora', code)).toEqual({ name: 'Sora', address: sora.address })
  expect((await refusalOf(accept(lost))).code).toBe('NOT_FOUND')
  const thief = privateKeyToAccount(generatePrivateKey())
  expect((await refusalOf(accept(code, thief))).code).toBe('NOT_ALLOWED')
  expect(await accept(code)).toMatchObject({ memberId: 'sora' })
  expect((await refusalOf(renew('sora', createCode(randomBytes(16))))).message).toContain('accepted already')
  await expect(pay('51.00')).resolves.toMatchObject({ attempt: 1 })
})

it('is believed for the wallet that the setup named alone', async () => {
  const address: Address = privateKeyToAccount(generatePrivateKey()).address
  const expiresAt = new Date(desk.now().getTime() + 60_000)
  const forge = () =>
    write({ db: desk.db, actor: { kind: 'bootstrap' }, now: desk.now() }, async (tx) => {
      const [row] = await tx
        .insert(invitation)
        .values({ memberId: 'sora', address, codeHash: sha256Hex('of a thief'), proposalId: null, expiresAt })
        .returning()
      if (!row) throw new Error('insert returned no row')
      return [null, [{ action: 'renew-first-link', object: invitationObject(row) }]]
    })
  await expect(forge()).rejects.toMatchObject({ cause: { message: 'bootstrap is over' } })
  // Nor where somebody took the wall down.
  await asOwner(desk.database, 'ALTER TABLE audit_event DISABLE TRIGGER event_comes')
  await forge()
  await asOwner(desk.database, 'ALTER TABLE audit_event ENABLE TRIGGER event_comes')
  expect((await refusalOf(pay('52.00'))).message).toContain('no verb of this desk did that')
})

it('is nobody’s once two admins are in', async () => {
  const whole = await openMoneyDesk(chain)
  const input = { memberId: 'sora', codeHash: codeHash(createCode(randomBytes(16))) }
  const asked = runFlow(whole.deps, {
    ...{ verb: 'renew-first-link', entrance: 'bootstrap', actor: { kind: 'bootstrap' }, input },
  })
  expect((await refusalOf(asked)).message).toContain('Two admins are in')
  await whole.close()
})
