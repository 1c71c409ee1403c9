import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Address } from 'viem'
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installation as installations } from '@/db/schema/installation'
import { wallet } from '@/db/schema/member'
import { invitation } from '@/db/schema/proposal'
import { codeHash, createCode, keyOfCode } from '@/lib/approve/enrolment-code'
import { proveInvitation } from '@/lib/approve/invitation'
import { walletStatement } from '@/lib/approve/wallet-statement'
import { sha256Hex } from '@/lib/core/digest'
import { runFlow } from '@/lib/flows/run-flow'
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
import { agreeAs, change, proposeAs } from '@/tests/builders/proposals'
import { performJob } from '@/tests/builders/world'

let chain: TestChain
let desk: MoneyDesk
beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})

const newMember = (id: string, address: Address) => {
  const code = createCode(randomBytes(16))
  const body = { memberId: id, name: `Person ${id}`, roles: ['signer'], address, codeHash: codeHash(code), days: 7 }
  return { code, body }
}

describe('an invitation', () => {
  const acceptWith = async (code: string, memberId: string, named: Address, signer: PrivateKeyAccount) => {
    const [{ id: installation } = { id: '' }] = await desk.db.select().from(installations)
    const statement = { installation, memberId, address: named }
    const walletSignature = await signer.signTypedData(walletStatement(statement))
    return runFlow(desk.deps, {
      verb: 'accept-invitation',
      entrance: 'door',
      actor: { kind: 'anonymous', browserHash: sha256Hex(randomBytes(8).toString('hex')) },
      input: { code: proveInvitation(code, statement), address: named, walletSignature },
    })
  }

  it('makes the address its member’s, once, for who has the link and the wallet', async () => {
    const account = privateKeyToAccount(generatePrivateKey())
    const thief = privateKeyToAccount(generatePrivateKey())
    const { code, body } = newMember('uma', account.address)
    await change(desk, 'invite-member', body)
    const other = createCode(randomBytes(16))
    expect(await refusalOf(acceptWith(other, 'uma', account.address, account))).toMatchObject({ code: 'NOT_FOUND' })
    expect(await refusalOf(acceptWith(code, 'uma', thief.address, thief))).toMatchObject({ code: 'NOT_ALLOWED' })
    expect(await refusalOf(acceptWith(code, 'uma', account.address, thief))).toMatchObject({ code: 'NOT_ALLOWED' })
    expect(await desk.db.$count(wallet, eq(wallet.memberId, 'uma'))).toBe(0)
    expect(await acceptWith(code, 'uma', account.address, account)).toMatchObject({ memberId: 'uma' })
    expect(await refusalOf(acceptWith(code, 'uma', account.address, account))).toMatchObject({ code: 'NOT_FOUND' })
    const read = { codeKey: keyOfCode(code) }
    const asked = runFlow(desk.deps, {
      ...{ verb: 'read-invitation', entrance: 'door', input: read },
      actor: { kind: 'anonymous', browserHash: sha256Hex('a browser') },
    })
    expect(await refusalOf(asked)).toMatchObject({ code: 'NOT_FOUND' })
  })

  it('does not work before a second admin agreed, nor when it ran out', async () => {
    const account = privateKeyToAccount(generatePrivateKey())
    const { code, body } = newMember('vera', account.address)
    const id = await proposeAs(desk, 'viktor', 'invite-member', { ...body, days: 1 })
    expect(await refusalOf(acceptWith(code, 'vera', account.address, account))).toMatchObject({ code: 'NOT_FOUND' })
    await agreeAs(desk, 'sora', id)
    desk.pass(24 * 3600 + 1)
    expect(await refusalOf(acceptWith(code, 'vera', account.address, account))).toMatchObject({ code: 'NOT_FOUND' })
    expect(await desk.db.$count(invitation, eq(invitation.memberId, 'vera'))).toBe(1)
  })

  const renewal = (memberId: string, address: Address) => {
    const code = createCode(randomBytes(16))
    return { code, body: { memberId, address, codeHash: codeHash(code), days: 7 } }
  }

  it('that ran out or was lost is renewed by two admins; the old link no longer works', async () => {
    const account = privateKeyToAccount(generatePrivateKey())
    const { code: old, body } = newMember('wanda', account.address)
    await change(desk, 'invite-member', body)
    const { code, body: again } = renewal('wanda', account.address)
    const id = await proposeAs(desk, 'viktor', 'renew-invitation', again)
    // Until somebody agrees nothing changed.
    expect(await refusalOf(acceptWith(code, 'wanda', account.address, account))).toMatchObject({ code: 'NOT_FOUND' })
    await agreeAs(desk, 'sora', id)
    expect(await refusalOf(acceptWith(old, 'wanda', account.address, account))).toMatchObject({ code: 'NOT_FOUND' })
    expect(await acceptWith(code, 'wanda', account.address, account)).toMatchObject({ memberId: 'wanda' })

    const late = privateKeyToAccount(generatePrivateKey())
    await change(desk, 'invite-member', { ...newMember('xenia', late.address).body, days: 1 })
    desk.pass(24 * 3600 + 1)
    const renewed = renewal('xenia', late.address)
    await change(desk, 'renew-invitation', renewed.body)
    expect(await acceptWith(renewed.code, 'xenia', late.address, late)).toMatchObject({ memberId: 'xenia' })
  })

  it('that was accepted is not renewed, nor one for another wallet, nor of somebody who was never invited', async () => {
    const propose = (memberId: string, address: Address) =>
      refusalOf(proposeAs(desk, 'viktor', 'renew-invitation', renewal(memberId, address).body))
    const [taken] = await desk.db.select().from(wallet).where(eq(wallet.memberId, 'wanda'))
    expect((await propose('wanda', taken?.address as Address)).message).toContain('accepted already')
    const account = privateKeyToAccount(generatePrivateKey())
    await change(desk, 'invite-member', newMember('yara', account.address).body)
    const thief = privateKeyToAccount(generatePrivateKey())
    expect((await propose('yara', thief.address)).message).toContain('invited with another wallet')
    expect((await propose('nobody', thief.address)).message).toContain('There is no member')
  })

  it('leaves a desk whose preflight still holds', async () => {
    await performJob(desk, 'sign-checkpoint')
    const staged = await stageAs(desk, 'ines', payment(desk, '32.00'))
    await makeReady(desk, staged.id)
    await expect(executeAs(desk, 'eli', staged.id)).resolves.toMatchObject({ attempt: 1 })
  })
})
