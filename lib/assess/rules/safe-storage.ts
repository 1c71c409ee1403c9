import type { Hash } from 'viem'
import { allCalls } from '@/lib/assess/calls'
import { reporter } from '@/lib/assess/report'
import { moduleSlot, OWNER_COUNT_SLOT, ownerSlot, THRESHOLD_SLOT } from '@/lib/assess/safe-slots'
import { type SettingsCall, settingsCalls } from '@/lib/assess/settings-calls'
import { isMigration, trustedLibrary } from '@/lib/assess/trusted-delegatecall'
import type { Facts, Rule } from '@/lib/assess/types'
import {
  FALLBACK_HANDLER_SLOT,
  GUARD_SLOT,
  MODULE_GUARD_SLOT,
  NONCE_SLOT,
  SINGLETON_SLOT,
} from '@/lib/simulate/safe-slots'
import type { SlotChange } from '@/lib/simulate/types'
import { SENTINEL_ADDRESS } from '@/lib/core/address'

const codes = { CONFIGURATION_UNEXPLAINED: 'critical' } as const
const say = reporter('safe-storage', codes)

/** Nothing may change inside the Safe that a decoded settings call does not announce. The nonce goes up by one. */
export const safeStorage: Rule = {
  id: 'safe-storage',
  title: 'What changes inside the Safe',
  codes,
  needs: { CONFIGURATION_UNEXPLAINED: ['simulation'] },
  judge: (facts) => {
    if (facts.effects.kind === 'unavailable') return []
    const explained = explainedSlots(facts)
    const surprises = facts.effects.safeStorage.filter((change) => !isExplained(change, explained))
    if (surprises.length === 0)
      return [say.pass('CONFIGURATION_UNEXPLAINED', 'Nothing changes inside the Safe but what is announced.')]
    return surprises.map(({ slot, label, before, after }) =>
      say.fail('CONFIGURATION_UNEXPLAINED', {
        sentence: `The ${label === 'unknown' ? 'unnamed storage' : label} of the Safe changes, and no decoded call says so.`,
        evidence: [
          { label: 'Slot', value: slot },
          { label: 'Before', value: before },
          { label: 'After', value: after },
        ],
      }),
    )
  },
}

function isExplained({ slot: given, before, after }: SlotChange, explained: ReadonlySet<string>): boolean {
  const slot = given.toLowerCase()
  // The singleton has a rule of its own.
  if (slot === SINGLETON_SLOT) return true
  if (slot === NONCE_SLOT) return BigInt(after) === BigInt(before) + 1n
  return explained.has(slot)
}

function explainedSlots(facts: Facts): ReadonlySet<string> {
  const isMigrated = allCalls(facts).some(({ node }) => {
    const library = node.operation === 1 ? trustedLibrary(node, facts) : null
    return library !== null && isMigration(library)
  })
  return new Set([...settingsCalls(facts).flatMap(slotsOf), ...(isMigrated ? [FALLBACK_HANDLER_SLOT] : [])])
}

/** The slots that each settings call writes (OwnerManager.sol, ModuleManager.sol). */
function slotsOf(call: SettingsCall): readonly Hash[] {
  switch (call.kind) {
    case 'add-owner':
      return [ownerSlot(SENTINEL_ADDRESS), ownerSlot(call.owner), OWNER_COUNT_SLOT, THRESHOLD_SLOT]
    case 'remove-owner':
      return [ownerSlot(call.previous), ownerSlot(call.owner), OWNER_COUNT_SLOT, THRESHOLD_SLOT]
    case 'swap-owner':
      return [ownerSlot(call.previous), ownerSlot(call.oldOwner), ownerSlot(call.newOwner)]
    case 'change-threshold':
      return [THRESHOLD_SLOT]
    case 'enable-module':
      return [moduleSlot(SENTINEL_ADDRESS), moduleSlot(call.module)]
    case 'disable-module':
      return [moduleSlot(call.previous), moduleSlot(call.module)]
    case 'set-guard':
      return [GUARD_SLOT]
    case 'set-module-guard':
      return [MODULE_GUARD_SLOT]
    case 'set-fallback-handler':
      return [FALLBACK_HANDLER_SLOT]
    case 'change-singleton':
      return []
  }
}
