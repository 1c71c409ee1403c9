import type { Address } from 'viem'
import type { DelegateTarget, KnownCode } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import type { Asset, AssetAddress, SafeRef } from '@/lib/stage/types'
import {
  type Field,
  member,
  optional,
  readAddress,
  readCount,
  readEntries,
  readFlag,
  readHash,
  readHex,
  readList,
  readNumber,
  readText,
  refuse,
} from '@/lib/verify/fields'
import type { CaseContext, Claimed, ClaimedLeg, Competing, PinnedCode } from '@/lib/verify/types'

/** The context of a case but for its parent. An empty list of owners counts as not known; no Safe has none. */
export function readContext(field: Field, safe: SafeRef): Omit<CaseContext, 'parent'> {
  const one = <T>(key: string, read: (field: Field) => T) => optional(member(field, key), read)
  const list = <T>(key: string, read: (field: Field) => T) => one(key, (found) => readList(found, read))
  const owners = list('owners', readAddress)
  return withoutAbsent({
    owners: owners?.length === 0 ? undefined : owners,
    threshold: one('threshold', readCount),
    modules: list('modules', readAddress),
    guard: one('guard', readAddress),
    fallbackHandler: one('fallbackHandler', readAddress),
    singleton: one('singleton', readAddress),
    onchainNonce: one('onchainNonce', readNumber),
    claimed: one('claimed', readClaimed),
    claimedSafeTxHash: one('claimedSafeTxHash', readHash),
    claimedChainId: one('claimedChainId', readCount),
    addressBook: list('addressBook', (entry) => ({
      address: readAddress(member(entry, 'address')),
      name: optional(member(entry, 'name'), readText) ?? '',
    })),
    tokens: one('tokens', (tokens) => readEntries(tokens, (key, token) => readToken(key, token, safe.chainId))),
    code: one('code', (code) => readEntries(code, readCode)),
    verifiedTargets: list('verifiedTargets', readAddress),
    trustedDelegateTargets: list('trustedDelegateTargets', readDelegateTarget),
    competing: one('competing', (queue) => readCompeting(queue, safe)),
    selectorCandidates: one('selectorCandidates', readCandidates),
    flagged: list('flagged', readAddress),
    ens: one('ens', readNames),
    knownInitCodeHashes: list('knownInitCodeHashes', readHash),
    atProposal: one('atProposal', (pins) => readEntries(pins, readPin)),
    now: one('now', (pins) => readEntries(pins, readPin)),
  })
}

function readClaimed(field: Field): Claimed {
  return {
    kind: optional(member(field, 'kind'), readText) ?? null,
    asset: optional(member(field, 'asset'), readAsset) ?? null,
    to: optional(member(field, 'to'), readAddress) ?? null,
    amount: optional(member(field, 'amount'), readNumber) ?? null,
    recipient: optional(member(field, 'recipient'), readAddress) ?? null,
    ens: optional(member(field, 'ens'), readText) ?? null,
    legs: optional(member(field, 'legs'), (legs) => readList(legs, readLeg)) ?? [],
    texts: ['title', 'note', 'ens'].flatMap((key) => optional(member(field, key), readText) ?? []),
  }
}

const readAsset = (asset: Field): AssetAddress => (asset.value === 'native' ? 'native' : readAddress(asset))

const readLeg = (field: Field): ClaimedLeg => ({
  asset: readAsset(member(field, 'asset')),
  to: readAddress(member(field, 'to')),
  amount: readNumber(member(field, 'amount')),
})

function readToken(key: string, field: Field, chainId: number): Asset {
  return {
    chainId,
    address: addressKey(key, field),
    symbol: optional(member(field, 'symbol'), readText) ?? '',
    decimals: optional(member(field, 'decimals'), readCount) ?? 0,
  }
}

const WITHOUT_CODE: readonly string[] = ['eoa', 'none']

function readCode(key: string, field: Field): KnownCode {
  const address = addressKey(key, field)
  const known = optional(field, (found) => ({
    type: optional(member(found, 'type'), readText),
    isVerified: optional(member(found, 'verified'), readFlag) ?? null,
  }))
  const hasCode = known?.type === 'contract' || (WITHOUT_CODE.includes(known?.type ?? '') ? false : null)
  return { address, hasCode, isVerified: known?.isVerified ?? null }
}

// Without its functions an entry allows none: a list of code that may do anything is no list.
function readDelegateTarget(field: Field): DelegateTarget {
  return {
    address: readAddress(member(field, 'address')),
    selectors: optional(member(field, 'selectors'), (selectors) => readList(selectors, readSelector)) ?? [],
  }
}

function readSelector(field: Field) {
  const selector = readHex(field)
  return selector.length === 10 ? selector : refuse(field, 'a selector, 0x and 8 hex digits')
}

function readCompeting(field: Field, safe: SafeRef): readonly Competing[] {
  return readList(field, (entry) => {
    const of = optional(member(entry, 'safe'), readAddress)
    return {
      isOurs: of === undefined || isSameAddress(of, safe.address),
      nonce: readNumber(member(entry, 'nonce')),
      safeTxHash: optional(member(entry, 'safeTxHash'), readHash) ?? null,
    }
  }).flatMap(({ isOurs, ...entry }) => (isOurs ? [entry] : []))
}

function readCandidates(field: Field): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    readEntries(field, (key, names) => [
      readSelector({ ...names, value: key }).toLowerCase(),
      readList(names, readText),
    ]),
  )
}

/** Names that resolve to nothing say nothing. */
function readNames(field: Field): Readonly<Record<string, Address>> {
  return Object.fromEntries(
    readEntries(field, (key, name) => [key, optional(name, readAddress)] as const).flatMap(([key, address]) =>
      address === undefined ? [] : [[key, address] as const],
    ),
  )
}

function readPin(key: string, field: Field): PinnedCode {
  return {
    address: addressKey(key, field),
    implementation: optional(member(field, 'implementation'), readAddress) ?? null,
    codeHash: optional(member(field, 'codeHash'), readHash) ?? null,
  }
}

const addressKey = (key: string, field: Field): Address => readAddress({ ...field, value: key })

type Given<T> = { readonly [Key in keyof T]?: Exclude<T[Key], undefined> }

/** Leaves out what is not known, so that an absent key is the one way to say so. */
export function withoutAbsent<T extends object>(record: T): Given<T> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as Given<T>
}
