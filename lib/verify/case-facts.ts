import type { Hash } from 'viem'
import { movementsOf } from '@/lib/assess/movements'
import { runRules } from '@/lib/assess/run'
import type { CheckedSignature, CodeThen, Facts, Need, ParentFacts } from '@/lib/assess/types'
import { verdictOf } from '@/lib/assess/verdict'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'
import { decode } from '@/lib/decode/decode'
import type { SelectorNames } from '@/lib/decode/types'
import { checkSignatures } from '@/lib/execute/parse-signatures'
import { domainHashOf, hashSafeTx } from '@/lib/stage/hash'
import type { Asset, Intent, Leg, SafeRef, SafeTx, SafeTxHashes, StagedTx } from '@/lib/stage/types'
import type { CaseContext, PinnedCode, TransactionCase } from '@/lib/verify/types'

/** Operations above this do not fit the hashed struct: there is no hash. */
const MAX_OPERATION = 255
const NO_HASH: Hash = `0x${'00'.repeat(32)}`

/** Message and SafeTx hash of a case are null when its operation fits no SafeTx. */
export type CaseHashes = { readonly domain: Hash; readonly message: Hash | null; readonly safeTx: Hash | null }

/** The hashes of a case by our own code. */
export function caseHashes({ safe, tx }: Pick<StagedTx, 'safe' | 'tx'>): CaseHashes {
  return tx.operation > MAX_OPERATION
    ? { domain: domainHashOf(safe), message: null, safeTx: null }
    : hashSafeTx(safe, tx)
}

/**
 * What the rules judge of a transaction offline: its bytes, and what the file says about the world. Nothing is looked up;
 * `given` says which facts were there. A parent is judged by itself, like a case.
 */
export async function caseFacts(given: TransactionCase, names: SelectorNames): Promise<Facts> {
  const { safe, tx, context } = given
  const staged = stagedOf(safe, tx)
  const tokens = context.tokens ?? []
  const call = decode(staged, {
    chainId: safe.chainId,
    safe: safe.address,
    safeVersion: safe.version,
    tokens: tokens.flatMap(({ address, symbol }) => (address === 'native' ? [] : [{ address, symbol }])),
    names,
  })
  const assets: readonly Asset[] = [
    { chainId: safe.chainId, address: 'native', symbol: 'native coin', decimals: 18 },
    ...tokens,
  ]
  const [signatures, parent] = await Promise.all([
    signaturesOf(given, staged),
    context.parent ? parentFacts(context.parent, names) : null,
  ])
  const stated = statedIntent(context, { assets, staged, call })
  const { claimedSafeTxHash, claimedChainId } = context
  const safeTxHashes = [claimedSafeTxHash, given.safeTxHash].flatMap((hash) => (hash === undefined ? [] : [hash]))
  return {
    ...stated,
    staged,
    call,
    effects: { kind: 'unavailable', party: 'Offline', reason: 'judged from the bytes alone' },
    safe: {
      version: safe.version,
      singleton: context.singleton ?? ZERO_ADDRESS,
      owners: context.owners ?? [],
      threshold: context.threshold ?? 0,
      nonce: context.onchainNonce ?? 0n,
      modules: context.modules ?? [],
      guard: context.guard ?? ZERO_ADDRESS,
      moduleGuard: ZERO_ADDRESS,
      fallbackHandler: context.fallbackHandler ?? ZERO_ADDRESS,
    },
    contacts: (context.addressBook ?? []).map(({ address, name }, at) => ({
      entryId: String(at),
      version: 1,
      address,
      name,
      isActive: true,
      coolingUntil: null,
    })),
    ownSafes: [],
    assets,
    hashes: { own: staged.hashes.safeTx, protocolKit: null, contract: null },
    queue: {
      onchainNonce: context.onchainNonce ?? null,
      others: (context.competing ?? []).map((other, at) => ({ ...other, id: `transaction ${at} of the queue` })),
    },
    history: { stagedAt: '', earlier: [] },
    past: null,
    given: givenNeeds(context, safeTxHashes),
    claims: { ...(claimedChainId !== undefined && { chainId: claimedChainId }), safeTxHashes },
    ...(signatures.length > 0 && { signatures }),
    ...(context.code && { code: context.code }),
    ...(context.verifiedTargets && { verifiedTargets: context.verifiedTargets }),
    ...(context.trustedDelegateTargets && { delegateTargets: context.trustedDelegateTargets }),
    ...(context.selectorCandidates && { selectorCandidates: context.selectorCandidates }),
    ...(parent && { parent }),
    labels: context.claimed?.texts ?? [],
    ...(context.flagged && { flagged: context.flagged }),
    ...(context.ens && { ens: { stated: context.claimed?.ens ?? null, names: context.ens } }),
    ...(context.knownInitCodeHashes && { knownInitCodeHashes: context.knownInitCodeHashes }),
    ...(context.atProposal && context.now && { codeThen: codeThen(context.atProposal, context.now) }),
  }
}

function stagedOf(safe: SafeRef, tx: SafeTx): StagedTx {
  const { domain, message, safeTx } = caseHashes({ safe, tx })
  // No rule compares these where no hash exists: the hash rule says so first.
  const hashes: SafeTxHashes = { domain, message: message ?? NO_HASH, safeTx: safeTx ?? NO_HASH }
  return { safe, tx, hashes }
}

async function signaturesOf(given: TransactionCase, staged: StagedTx): Promise<readonly CheckedSignature[]> {
  const owners = given.context.owners ?? null
  const sources = await Promise.all(
    given.signatures.map((source) => checkSignatures(staged.hashes.safeTx, source, owners)),
  )
  const told = new Map(sources.flat().map((signature) => [JSON.stringify(signature), signature]))
  return [...told.values()]
}

async function parentFacts(parent: TransactionCase, names: SelectorNames): Promise<ParentFacts> {
  const facts = await caseFacts(parent, names)
  const findings = runRules(facts)
  return { staged: facts.staged, findings, verdict: verdictOf(findings) }
}

function givenNeeds(context: CaseContext, safeTxHashes: readonly Hash[]): readonly Need[] {
  const presence: readonly (readonly [need: Need, isThere: boolean])[] = [
    ['threshold', context.threshold !== undefined],
    ['onchainNonce', context.onchainNonce !== undefined],
    ['competing', context.competing !== undefined],
    ['claimedSafeTxHash', safeTxHashes.length > 0],
    ['code', context.code !== undefined],
  ]
  return presence.flatMap(([need, isThere]) => (isThere ? [need] : []))
}

function codeThen(then: readonly PinnedCode[], now: readonly PinnedCode[]): readonly CodeThen[] {
  return then.flatMap((pin) => {
    const after = now.find(({ address }) => isSameAddress(address, pin.address))
    return after ? [{ address: pin.address, then: pin, now: after }] : []
  })
}

type Read = Pick<Facts, 'assets' | 'staged' | 'call'>

/** Of the kinds of a stated intent those that name no payments. */
const STATED_KINDS = ['swap', 'batch', 'upgrade', 'deploy'] as const

/** Free text states nothing. */
function statedIntent({ claimed }: CaseContext, read: Read): Pick<Facts, 'class' | 'intent' | 'stated'> {
  const intent = (legs: readonly Leg[]): Intent => ({ legs, purpose: 'stated', reference: '' })
  if (claimed?.kind === 'settings') return { class: 'configuration', intent: intent([]) }
  if (claimed?.kind === 'contract-call') return { class: 'contract-call', intent: intent([]) }
  const legs = (claimed?.legs ?? []).flatMap(({ asset: at, to, amount }): Leg[] => {
    const asset = read.assets.find(({ address }) => isSameAddress(address, at))
    return asset ? [{ asset, recipient: to, units: amount }] : []
  })
  // Payments that are named are compared one by one; a token that the file does not name is worth no guess.
  if (claimed && legs.length > 0 && legs.length === claimed.legs.length)
    return { class: 'transfer', intent: intent(legs) }
  const kind = STATED_KINDS.find((it) => it === claimed?.kind)
  if (claimed && kind !== undefined)
    return { class: 'contract-call', intent: null, stated: { kind, recipient: claimed.recipient } }
  const asset = read.assets.find(({ address }) => address === claimed?.asset)
  if (!asset || !claimed?.to) return { class: 'contract-call', intent: null }
  const leg = { asset, recipient: claimed.to, units: 0n }
  return { class: 'transfer', intent: intent([{ ...leg, units: claimed.amount ?? movedUnits(leg, read) }]) }
}

/** Where no amount is stated any amount is as stated: only asset and recipient are compared. */
function movedUnits({ asset, recipient }: Leg, read: Read): bigint {
  return movementsOf(read)
    .filter((it) => isSameAddress(it.asset, asset.address) && isSameAddress(it.recipient, recipient))
    .reduce((sum, { units }) => sum + units, 0n)
}
