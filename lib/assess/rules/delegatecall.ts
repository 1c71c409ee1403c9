import { allCalls, type PlacedCall } from '@/lib/assess/calls'
import { isWithoutCode } from '@/lib/assess/known-contract'
import { reporter } from '@/lib/assess/report'
import { resemblance } from '@/lib/assess/resemblance'
import { isAllowListed, librariesOf, trustedLibrary } from '@/lib/assess/trusted-delegatecall'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import { findDeployment } from '@/lib/stage/deployments'

const codes = {
  DELEGATECALL_UNTRUSTED: 'critical',
  DELEGATECALL_NO_CODE: 'critical',
  DELEGATECALL_LOOKALIKE_LIBRARY: 'critical',
  DELEGATECALL_TRUSTED: 'info',
  DELEGATECALL_ALLOWLISTED: 'low',
  NESTED_DELEGATECALL_UNTRUSTED: 'critical',
  NESTED_DELEGATECALL_REVERTS: 'high',
  OPERATION_INVALID: 'critical',
} as const

const say = reporter('delegatecall', codes)

/** Code that runs in place of the Safe's own can do anything to it: Bybit, Radiant and WazirX were lost this way. */
export const delegatecall: Rule = {
  id: 'delegatecall',
  title: 'Foreign code in place of the Safe',
  codes,
  judge: (facts) => {
    const findings = allCalls(facts).flatMap((call) => judgeCall(call, facts))
    const isClean = findings.every(({ severity }) => severity === 'info' || severity === 'low')
    return isClean
      ? [...findings, say.pass('DELEGATECALL_UNTRUSTED', 'No foreign code runs in place of the Safe.')]
      : findings
  },
}

function judgeCall({ node, parent }: PlacedCall, facts: Facts): readonly Finding[] {
  const { path, operation, target } = node
  const evidence = [{ label: 'Code run', value: target }]
  if (operation !== 0 && operation !== 1)
    return [
      say.fail('OPERATION_INVALID', {
        path,
        evidence,
        sentence: `Operation ${operation} is neither a call nor a delegatecall.`,
      }),
    ]
  if (operation === 0) return []

  const isCallOnly =
    parent !== null && findDeployment(facts.staged.safe.chainId, parent.target)?.name === 'MultiSendCallOnly'
  if (isCallOnly)
    return [
      say.fail('NESTED_DELEGATECALL_REVERTS', {
        path,
        evidence,
        sentence: `This batch contract refuses delegatecalls, so the entry that delegates to ${target} makes everything revert.`,
      }),
    ]
  const library = trustedLibrary(node, facts)
  if (library)
    return [
      say.fail('DELEGATECALL_TRUSTED', {
        path,
        evidence,
        sentence: `Runs the official ${library.name} ${library.version} for what it is made for.`,
      }),
    ]
  if (isAllowListed(node, facts))
    return [
      say.fail('DELEGATECALL_ALLOWLISTED', {
        path,
        evidence,
        sentence: `Runs ${target} in place of the Safe's own code, which this Safe's list allows for ${node.data.slice(0, 10)}.`,
      }),
    ]
  const whose = isSameAddress(node.actor, facts.staged.safe.address) ? "the Safe's own" : `that of ${node.actor}`
  return [
    say.fail(parent === null ? 'DELEGATECALL_UNTRUSTED' : 'NESTED_DELEGATECALL_UNTRUSTED', {
      path,
      evidence,
      sentence: `Runs the code of ${target} in place of ${whose}. Nobody here has reviewed it; it can take everything.`,
    }),
    ...missingCode(path, node.target, facts),
    ...imitation(path, node.target, facts),
  ]
}

/** Known, or seen: the simulation lists every called address that has code; an address it ran and does not list has none. */
function missingCode(path: string, target: string, facts: Facts): readonly Finding[] {
  const { effects } = facts
  const sentence = `${target} has no code today. Whoever can place code there decides later what this does.`
  const found = say.fail('DELEGATECALL_NO_CODE', { path, sentence })
  if (isWithoutCode(facts, target)) return [found]
  if (effects.kind !== 'simulated' || effects.status !== 'success') return []
  if (effects.touched.some((it) => isSameAddress(it.address, target))) return []
  return [found]
}

function imitation(path: string, target: string, { staged }: Facts): readonly Finding[] {
  return librariesOf(staged.safe.chainId).flatMap(({ address, name, version }) => {
    const alike = resemblance(target, address)
    if (!alike) return []
    return [
      say.fail('DELEGATECALL_LOOKALIKE_LIBRARY', {
        path,
        sentence: `${target} imitates the official ${name} ${version} at ${address}.`,
        evidence: [{ label: 'Same digits', value: `${alike.first} first, ${alike.last} last` }],
      }),
    ]
  })
}
