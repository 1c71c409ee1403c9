import { officialModule } from '@/lib/decode/official-modules'
import { reporter } from '@/lib/assess/report'
import { type SettingsCall, settingsCalls } from '@/lib/assess/settings-calls'
import type { Finding, Rule } from '@/lib/assess/types'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'
import { findDeployment } from '@/lib/stage/deployments'

const codes = {
  MODULE_ENABLE_UNKNOWN: 'critical',
  MODULE_ENABLE_KNOWN: 'medium',
  MODULE_DISABLE: 'medium',
  GUARD_SET_UNKNOWN: 'critical',
  GUARD_REMOVED: 'high',
  MODULE_GUARD_SET_UNKNOWN: 'critical',
  FALLBACK_HANDLER_UNOFFICIAL: 'critical',
  FALLBACK_HANDLER_OFFICIAL: 'low',
} as const

const HANDLERS: readonly string[] = [
  'CompatibilityFallbackHandler',
  'ExtensibleFallbackHandler',
  'DefaultCallbackHandler',
  'TokenCallbackHandler',
]

const say = reporter('authorities', codes)

/** Modules act without any owner; a guard vetoes every owner; a fallback handler answers in the Safe's name. */
export const authorities: Rule = {
  id: 'authorities',
  title: 'Modules, guards and fallback handler',
  codes,
  judge: (facts) => {
    const findings = settingsCalls(facts).flatMap((call) => judgeCall(call, facts.staged.safe.chainId))
    return findings.some(({ severity }) => severity !== 'low')
      ? findings
      : [
          ...findings,
          say.pass('MODULE_ENABLE_UNKNOWN', 'No module, guard or foreign handler gains power over the Safe.'),
        ]
  },
}

function judgeCall(call: SettingsCall, chainId: number): readonly Finding[] {
  const { path } = call
  switch (call.kind) {
    case 'enable-module': {
      const name = officialModule(chainId, call.module)
      if (name !== null)
        return [
          say.fail('MODULE_ENABLE_KNOWN', {
            path,
            sentence: `Lets the official ${name} act without owner signatures.`,
          }),
        ]
      const sentence = `Lets ${call.module} move everything in this Safe without any owner. It is no official module.`
      return [
        say.fail('MODULE_ENABLE_UNKNOWN', { path, sentence, evidence: [{ label: 'Module', value: call.module }] }),
      ]
    }
    case 'disable-module':
      return [say.fail('MODULE_DISABLE', { path, sentence: `Module ${call.module} can no longer act for this Safe.` })]
    case 'set-guard':
    case 'set-module-guard':
      return [guardFinding(call.kind, call.guard, path)]
    case 'set-fallback-handler': {
      const deployment = findDeployment(chainId, call.handler)
      if (deployment && HANDLERS.includes(deployment.name)) {
        const sentence = `Sets the official ${deployment.name} ${deployment.version} as fallback handler.`
        return [say.fail('FALLBACK_HANDLER_OFFICIAL', { path, sentence })]
      }
      const sentence = `Lets ${call.handler} answer in this Safe's name. It is no official fallback handler.`
      return [
        say.fail('FALLBACK_HANDLER_UNOFFICIAL', {
          path,
          sentence,
          evidence: [{ label: 'Handler', value: call.handler }],
        }),
      ]
    }
    case 'add-owner':
    case 'remove-owner':
    case 'swap-owner':
    case 'change-threshold':
    case 'change-singleton':
      return []
  }
}

function guardFinding(kind: 'set-guard' | 'set-module-guard', guard: string, path: string): Finding {
  const what = kind === 'set-guard' ? 'transactions' : 'module transactions'
  if (isSameAddress(guard, ZERO_ADDRESS))
    return say.fail('GUARD_REMOVED', { path, sentence: `Nothing checks the ${what} of this Safe any more.` })
  return say.fail(kind === 'set-guard' ? 'GUARD_SET_UNKNOWN' : 'MODULE_GUARD_SET_UNKNOWN', {
    path,
    sentence: `Lets ${guard} veto all ${what} of this Safe, for ever if it wants. No guard is official.`,
    evidence: [{ label: 'Guard', value: guard }],
  })
}
