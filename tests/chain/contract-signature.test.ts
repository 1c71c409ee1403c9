import { concat, numberToHex, pad, size, type Hex } from 'viem'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { local } from '@/lib/chains/local'
import type { DeployedVersion } from '@/lib/desk/contracts-table'
import { deploySafe } from '@/lib/desk/safes'
import { encodeExecTransaction } from '@/lib/execute/exec-transaction'
import { parseSignatures } from '@/lib/execute/parse-signatures'
import { hashForSafeOwner, hashSafeMessage, preimageOf } from '@/lib/stage/message-hash'
import type { SafeRef, StagedTx } from '@/lib/stage/types'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { KEYS, openSafe, send, stageTx } from '@/tests/chain/signed-safe'

let chain: TestChain
beforeAll(async () => {
  chain = await startTestChain()
})
afterAll(() => chain.stop())

// An owner of version 1.5.0 answers the newer question only, which Safes ask from 1.5.0 on.
const PAIRS: readonly (readonly [outer: DeployedVersion, owner: DeployedVersion])[] = [
  ['1.3.0', '1.3.0'],
  ['1.4.1', '1.3.0'],
  ['1.3.0', '1.4.1'],
  ['1.4.1', '1.4.1'],
  ['1.5.0', '1.3.0'],
  ['1.5.0', '1.4.1'],
  ['1.5.0', '1.5.0'],
]

describe.each(PAIRS)('a Safe %s owned by a Safe %s', (outerVersion, ownerVersion) => {
  it('takes the signatures over what we say its owner signs, packed as we read them, and no others', async () => {
    const owner = await openSafe(chain, ownerVersion)
    const outer = await openOuter(outerVersion, owner)
    const staged = stageTx(outer, { to: outer.address })
    const right = await packed(owner, hashForSafeOwner(owner, outer, staged.hashes).safeMessage)
    expect(parseSignatures(right)).toMatchObject([{ type: 'CONTRACT_SIGNATURE', owner: owner.address, fault: '' }])
    // The other rule: the hash where the Safe shows the preimage, and the other way round.
    const other = hashSafeMessage(
      owner,
      outerVersion === '1.5.0' ? preimageOf(staged.hashes) : staged.hashes.safeTx,
    ).safeMessage
    expect((await execute(staged, await packed(owner, other))).status).toBe('reverted')
    expect((await execute(staged, right)).status).toBe('success')
  })
})

async function openOuter(version: DeployedVersion, owner: SafeRef): Promise<SafeRef> {
  const salt = BigInt(owner.address)
  const address = await deploySafe(chain.url, { version, owners: [owner.address], threshold: 1, saltNonce: salt })
  return { chainId: local.id, address, version }
}

async function packed(owner: SafeRef, hash: Hex): Promise<Hex> {
  const signers = KEYS.slice(0, 2).toSorted((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1))
  const inner = concat(await Promise.all(signers.map((key) => key.sign({ hash }))))
  return concat([
    pad(owner.address),
    numberToHex(65, { size: 32 }),
    '0x00',
    numberToHex(size(inner), { size: 32 }),
    inner,
  ])
}

const execute = (staged: StagedTx, signatures: Hex) => send(chain, encodeExecTransaction(staged, signatures))
