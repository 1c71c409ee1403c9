import type { Address } from 'viem'
import type { RecordedSafe } from '@/db/queries/recorded-safe'
import type { ServedSafe } from '@/db/queries/safes'
import { officialModule } from '@/lib/decode/official-modules'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'
import type { SafeState } from '@/lib/simulate/types'
import { findDeployment } from '@/lib/stage/deployments'
import { countWord } from '../review/verdict-words'
import type { ClauseMark } from '../ui/parallel-table'
import type { OwnerFact } from './owner-facts'

/** What is expected of one setting beside what the chain has. */
export type SettingFact = {
  readonly name: string
  readonly expected: string
  /** Where the expectation comes from. */
  readonly source: string
  readonly mark: ClauseMark
  /** In words, where `addresses` are not the whole answer. */
  readonly found: string
  readonly addresses: readonly SettingAddress[]
}

export type SettingAddress = { readonly address: Address; readonly name?: string; readonly isOfficial: boolean }

export type SettingsInput = {
  readonly safe: ServedSafe
  readonly state: SafeState
  readonly owners: readonly OwnerFact[]
  readonly recorded: RecordedSafe | null
}

/** Every setting that decides what a Safe does, always in the same order. */
export function settingFacts(input: SettingsInput): readonly SettingFact[] {
  return [version, singleton, threshold, ownerSetting, modules, guard, moduleGuard, fallbackHandler].map((read) =>
    read(input),
  )
}

const REGISTERED = 'as registered'

function version({ safe, state }: SettingsInput): SettingFact {
  const isSame = safe.version === state.version
  return fact('Version', [safe.version, REGISTERED], isSame ? 'same' : 'differs', state.version)
}

function singleton({ safe, state }: SettingsInput): SettingFact {
  const at = named(safe.chainId, state.singleton)
  const isGood = state.codeFault === undefined && at.isOfficial
  const expected = [`Official Safe contract of ${safe.version}`, 'by the list of official deployments'] as const
  return fact('Singleton', expected, isGood ? 'same' : 'differs', state.codeFault ?? '', [at])
}

function threshold({ state, recorded }: SettingsInput): SettingFact {
  const found = `${state.threshold} of ${state.owners.length}`
  if (recorded === null)
    return fact('Threshold', ['Nothing recorded', 'no withdrawal was reviewed yet'], 'unknown', found)
  const was = `${recorded.state.threshold} of ${recorded.state.owners.length}`
  return fact('Threshold', [was, asReviewed(recorded)], was === found ? 'same' : 'differs', found)
}

function ownerSetting({ state, owners, recorded }: SettingsInput): SettingFact {
  const missing = owners.filter(({ holder }) => holder?.isActive !== true).length
  const said = recorded?.state.owners ?? state.owners
  const isOther =
    said.length !== state.owners.length || said.some((one) => !state.owners.some((other) => isSameAddress(one, other)))
  const proven = missing === 0 ? 'each proven by an active member' : `${missing} not proven by an active member`
  const expected = `${recorded === null ? 'All' : countWord(said.length)}, each proven by an active member`
  const found = `${countWord(state.owners.length)}, ${proven}${isOther ? ', not those that were reviewed' : ''}`
  const source = recorded === null ? 'by the members’ proofs' : asReviewed(recorded)
  return fact('Owners', [expected, source], missing === 0 && !isOther ? 'same' : 'differs', found)
}

function modules({ safe, state }: SettingsInput): SettingFact {
  const expected = ['None', 'a module moves money without signatures'] as const
  if (state.modules.length === 0) return fact('Modules', expected, 'same', 'None')
  const mayEnforce = safe.isEnforced && state.guard === ZERO_ADDRESS
  const found = mayEnforce ? 'May be what enforces the policy; nobody here judged it' : ''
  const at = state.modules.map((one) => named(safe.chainId, one))
  return fact('Modules', expected, mayEnforce ? 'unknown' : 'differs', found, at)
}

function guard({ safe, state }: SettingsInput): SettingFact {
  const has = state.guard !== ZERO_ADDRESS
  const at = has ? [named(safe.chainId, state.guard)] : []
  if (!safe.isEnforced)
    return fact('Guard', ['None', 'registered as advisory'], has ? 'differs' : 'same', has ? '' : 'None', at)
  const expected = ['One that enforces the policy', 'registered as enforced'] as const
  if (has) return fact('Guard', expected, 'same', '', at)
  return fact('Guard', expected, state.modules.length > 0 ? 'unknown' : 'differs', 'None')
}

function moduleGuard({ safe, state }: SettingsInput): SettingFact {
  const has = state.moduleGuard !== ZERO_ADDRESS
  const at = has ? [named(safe.chainId, state.moduleGuard)] : []
  return fact('Module guard', ['None', 'none is registered'], has ? 'differs' : 'same', has ? '' : 'None', at)
}

function fallbackHandler({ safe, state }: SettingsInput): SettingFact {
  const expected = ['Official handler, or none', 'by the list of official deployments'] as const
  if (state.fallbackHandler === ZERO_ADDRESS) return fact('Fallback handler', expected, 'same', 'None')
  const at = named(safe.chainId, state.fallbackHandler)
  const isGood = at.isOfficial && /(Fallback|Callback)Handler /.test(at.name ?? '')
  return fact('Fallback handler', expected, isGood ? 'same' : 'differs', '', [at])
}

function named(chainId: number, address: Address): SettingAddress {
  const deployment = findDeployment(chainId, address)
  if (deployment) return { address, name: `${deployment.name} ${deployment.version}`, isOfficial: true }
  const module = officialModule(chainId, address)
  return module === null ? { address, isOfficial: false } : { address, name: module, isOfficial: true }
}

const asReviewed = ({ withdrawalId }: RecordedSafe) => `as last reviewed, for ${withdrawalId}`

function fact(
  name: string,
  [expected, source]: readonly [string, string],
  mark: ClauseMark,
  found: string,
  addresses: readonly SettingAddress[] = [],
): SettingFact {
  return { name, expected, source, mark, found, addresses }
}

/** What is expected where the chain does not say what there is: every setting stays unanswered. */
export function unreadFacts(safe: ServedSafe, recorded: RecordedSafe | null): readonly SettingFact[] {
  const none = {
    singleton: ZERO_ADDRESS,
    guard: ZERO_ADDRESS,
    moduleGuard: ZERO_ADDRESS,
    fallbackHandler: ZERO_ADDRESS,
  }
  const nothing: SafeState = { ...none, version: safe.version, owners: [], threshold: 0, nonce: 0n, modules: [] }
  return settingFacts({ safe, state: nothing, owners: [], recorded }).map((setting) => ({
    ...setting,
    mark: 'unknown',
    found: 'Not read',
    addresses: [],
  }))
}
