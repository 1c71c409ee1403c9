import { allCalls } from '@/lib/assess/calls'
import { reporter } from '@/lib/assess/report'
import { settingsCalls } from '@/lib/assess/settings-calls'
import { isAllowListed, isMigration, isOfficialSingleton, trustedLibrary } from '@/lib/assess/trusted-delegatecall'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import { SINGLETON_SLOT } from '@/lib/simulate/safe-slots'
import { findDeployment } from '@/lib/stage/deployments'

const codes = {
  SINGLETON_CHANGE: 'critical',
  SAFE_CODE_UNOFFICIAL: 'critical',
  SINGLETON_MIGRATION_OFFICIAL: 'medium',
} as const
const say = reporter('singleton', codes)

/** Slot 0 is the code of the Safe: whoever changes it owns everything in it. */
export const singleton: Rule = {
  id: 'singleton',
  title: 'The code of the Safe',
  codes,
  judge: (facts) => {
    const findings = [...standing(facts), ...announced(facts), ...observed(facts)]
    return findings.length > 0 ? findings : [say.pass('SINGLETON_CHANGE', 'The code of the Safe stays what it is.')]
  },
}

// What stands there now: everything else the Safe says of itself is only as good as its code.
function standing({ safe }: Facts): readonly Finding[] {
  const fault = safe?.codeFault
  return fault === undefined ? [] : [say.fail('SAFE_CODE_UNOFFICIAL', { sentence: fault })]
}

function announced(facts: Facts): readonly Finding[] {
  const { chainId } = facts.staged.safe
  const migrations = allCalls(facts).flatMap(({ node }) => {
    const library = node.operation === 1 ? trustedLibrary(node, facts) : null
    if (!library || !isMigration(library)) return []
    return [official(node.path, `the official ${library.name} ${library.version}`)]
  })
  const direct = settingsCalls(facts).flatMap((call) => {
    if (call.kind !== 'change-singleton') return []
    const deployment = findDeployment(chainId, call.singleton)
    return isOfficialSingleton(chainId, call.singleton) && deployment
      ? [official(call.path, `the official ${deployment.name} ${deployment.version}`)]
      : [replaced(call.path, call.singleton)]
  })
  return [...migrations, ...direct]
}

function observed(facts: Facts): readonly Finding[] {
  const { effects, staged } = facts
  const untrusted = allCalls(facts).find(
    ({ node }) => node.operation === 1 && !trustedLibrary(node, facts) && !isAllowListed(node, facts),
  )
  if (effects.kind === 'unavailable')
    return untrusted
      ? [
          say.unknown('SINGLETON_CHANGE', {
            path: untrusted.node.path,
            sentence:
              'Foreign code runs in place of the Safe and nothing shows whether it replaces the code of the Safe.',
          }),
        ]
      : []
  const change = effects.safeStorage.find(({ slot }) => slot.toLowerCase() === SINGLETON_SLOT)
  if (!change) return []
  const after = `0x${change.after.slice(-40)}`
  const isAnnounced = announced(facts).some(({ code }) => code === 'SINGLETON_MIGRATION_OFFICIAL')
  return isAnnounced && isOfficialSingleton(staged.safe.chainId, after) ? [] : [replaced('', after)]
}

function official(path: string, what: string): Finding {
  return say.fail('SINGLETON_MIGRATION_OFFICIAL', {
    path,
    sentence: `Moves the Safe to another version of its code by ${what}.`,
  })
}

function replaced(path: string, after: string): Finding {
  return say.fail('SINGLETON_CHANGE', {
    path,
    sentence: `This replaces the code of the Safe with ${after}, code nobody here has reviewed.`,
    evidence: [{ label: 'New code', value: after }],
  })
}
