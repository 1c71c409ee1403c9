import type { Hash } from 'viem'
import { describe, expect, it } from 'vitest'
import { notChecked } from '@/lib/assess/needs'
import { chain } from '@/lib/assess/rules/chain'
import { hash } from '@/lib/assess/rules/hash'
import { nonce } from '@/lib/assess/rules/nonce'
import { owners } from '@/lib/assess/rules/owners'
import { signatures } from '@/lib/assess/rules/signatures'
import { runRules } from '@/lib/assess/run'
import type { CheckedSignature, Facts, Need, Rule } from '@/lib/assess/types'
import { OWNERS, SAFE, sampleFacts, STRANGER, troubles, VENDOR } from '@/tests/builders/sample-facts'
import { encodeFunctionData, parseAbi } from 'viem/utils'

const OTHER: Hash = `0x${'ab'.repeat(32)}`
const run = (rule: Rule, facts: Facts) => troubles(runRules(facts, [rule]))
const offline = (given: readonly Need[], facts: Partial<Facts> = {}): Facts => ({ ...sampleFacts(), given, ...facts })

describe('the chain', () => {
  it('is not asked about where nobody claims one', () => {
    expect(runRules(sampleFacts(), [chain])).toEqual([])
    expect(notChecked(sampleFacts(), [chain])).toEqual([{ code: 'CHAIN_MISMATCH', needs: ['claimedChainId'] }])
  })

  it('blocks a transaction said to be for another chain, not one for this', () => {
    expect(run(chain, sampleFacts({ facts: { claims: { chainId: 1 } } }))).toEqual(['CHAIN_MISMATCH'])
    expect(run(chain, sampleFacts({ facts: { claims: { chainId: 31337 } } }))).toEqual([])
  })
})

describe('a claimed hash', () => {
  const claims = (...safeTxHashes: readonly Hash[]) => ({ claims: { safeTxHashes } })
  const silent = { hashes: { own: sampleFacts().hashes.own, protocolKit: null, contract: null } }

  it('blocks when it is not the hash of the fields, in the desk and offline', () => {
    expect(run(hash, sampleFacts({ facts: claims(OTHER) }))).toEqual(['HASH_MISMATCH'])
    const { own } = sampleFacts().hashes
    expect(run(hash, offline(['claimedSafeTxHash'], { ...silent, ...claims(own, OTHER) }))).toEqual(['HASH_MISMATCH'])
    expect(run(hash, offline(['claimedSafeTxHash'], { ...silent, ...claims(own) }))).toEqual([])
  })

  it('leaves the hash unchecked offline where nobody claims one, and unknown in the desk', () => {
    expect(runRules(offline([], silent), [hash])).toEqual([])
    expect(run(hash, sampleFacts({ facts: silent }))).toEqual(['HASH_MISMATCH unknown'])
  })

  it('needs all three opinions wherever a chain can be asked, also of a Safe that is not the desk’s', () => {
    const asked = ['simulation', 'claimedSafeTxHash'] as const
    expect(run(hash, offline(asked, silent))).toEqual(['HASH_MISMATCH unknown'])
    expect(run(hash, offline(asked))).toEqual([])
  })

  it('cannot be the hash of an operation that fits no SafeTx', () => {
    const { staged } = sampleFacts()
    const impossible = { ...staged, tx: { ...staged.tx, operation: 257 } }
    expect(run(hash, offline(['claimedSafeTxHash'], { ...claims(OTHER), staged: impossible }))).toEqual([
      'HASH_MISMATCH',
    ])
  })
})

describe('signatures that came with it', () => {
  const signature = (valid: boolean | null): CheckedSignature => ({
    ...{ owner: VENDOR, type: 'EOA', recovered: VENDOR, valid },
    fault: valid === false ? `It recovers to ${STRANGER} for this transaction.` : '',
  })

  it('block when one is not by its owner for this hash', () => {
    const findings = runRules(sampleFacts({ facts: { signatures: [signature(true), signature(false)] } }), [signatures])
    expect(troubles(findings)).toEqual(['SIGNATURE_INVALID'])
    expect(findings[0]?.sentence).toMatch(/^Of 2 signatures 1 /)
    expect(JSON.stringify(findings)).toContain(STRANGER)
  })

  it('pass when they are, or only the chain could say', () => {
    expect(run(signatures, sampleFacts({ facts: { signatures: [signature(true), signature(null)] } }))).toEqual([])
    expect(runRules(sampleFacts(), [signatures])).toEqual([])
  })
})

describe('the place in the queue, offline', () => {
  const rival = { id: 'W-9', nonce: 7n, safeTxHash: null }
  const queue = (onchainNonce: bigint | null) => ({ queue: { onchainNonce, others: [rival] } })

  it('is judged as far as it is given', () => {
    expect(run(nonce, offline(['competing', 'onchainNonce'], queue(8n)))).toEqual(['NONCE_CONFLICT', 'NONCE_PAST'])
    expect(run(nonce, offline(['competing'], queue(null)))).toEqual(['NONCE_CONFLICT'])
    expect(runRules(offline([], { queue: { onchainNonce: null, others: [] } }), [nonce])).toEqual([])
  })
})

describe('owners, offline', () => {
  const abi = parseAbi([
    'function addOwnerWithThreshold(address,uint256)',
    'function swapOwner(address,address,address)',
  ])
  const settings = (data: `0x${string}`, given: readonly Need[], threshold: number): Facts => {
    const facts = sampleFacts({ legs: [], tx: { to: SAFE, data }, facts: { class: 'contract-call', intent: null } })
    return { ...facts, given, safe: facts.safe && { ...facts.safe, owners: [], threshold } }
  }
  const add = (threshold: bigint) =>
    encodeFunctionData({ abi, functionName: 'addOwnerWithThreshold', args: [STRANGER, threshold] })
  const swap = encodeFunctionData({ abi, functionName: 'swapOwner', args: [SAFE, OWNERS[0] ?? SAFE, STRANGER] })

  it('are counted without knowing who they are: a Safe adds nobody who is one already', () => {
    expect(run(owners, settings(swap, ['threshold'], 2))).toEqual(['OWNER_SWAP 1'])
    expect(run(owners, settings(swap, ['threshold'], 1))).toEqual(['OWNER_SWAP 1', 'OWNER_TAKEOVER 1'])
    expect(run(owners, settings(add(1n), [], 0))).toEqual(['OWNER_ADD 1', 'THRESHOLD_ONE 1', 'OWNER_TAKEOVER 1'])
  })

  it('are not judged further than the threshold is known', () => {
    const unknown = settings(swap, [], 0)
    expect(run(owners, unknown)).toEqual(['OWNER_SWAP 1'])
    expect(notChecked(unknown, [owners]).map(({ code }) => code)).toEqual([
      'THRESHOLD_LOWERED',
      'OWNER_TAKEOVER',
      'OWNER_CHANGE_UNANNOUNCED',
    ])
    expect(run(owners, settings(add(3n), [], 0))).toEqual(['OWNER_ADD 1'])
  })

  it('stay unknown in the desk, which is bound to know them', () => {
    expect(run(owners, { ...settings(swap, [], 0), given: ['threshold'], safe: null })).toContain(
      'OWNER_TAKEOVER unknown 1',
    )
  })
})
