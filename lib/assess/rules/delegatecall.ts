import { addressArgument, allCalls, argument, type PlacedCall } from '@/lib/assess/calls'
import { isWithoutCode } from '@/lib/assess/known-targets'
import { EXEC_TRANSACTION } from '@/lib/assess/nested-safe'
import { readingsAs } from '@/lib/assess/readings'
import { reporter } from '@/lib/assess/report'
import { resemblance } from '@/lib/assess/resemblance'
import { delegateStanding, isLibraryCall, officialLibraries } from '@/lib/assess/trusted-delegatecall'
import type { Facts, Finding, Rule } from '@/lib/assess/types'

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
  needs: { DELEGATECALL_NO_CODE: ['code'] },
  judge: (facts) => {
    const findings = allCalls(facts).flatMap((call) => judgeCall(call, facts))
    const isClean = findings.every(({ severity }) => severity === 'info' || severity === 'low')
    return isClean
      ? [...findings, say.pass('DELEGATECALL_UNTRUSTED', 'No foreign code runs in place of the Safe.')]
      : findings
  },
}

function judgeCall(call: PlacedCall, facts: Facts): readonly Finding[] {
  const { path, operation, target } = call.node
  if (operation === 0) return unreadExecutions(call, facts)
  const evidence = [{ label: 'Code run', value: target }]
  if (operation !== 1)
    return [
      say.fail('OPERATION_INVALID', {
        path,
        evidence,
        sentence: `Operation ${operation} is neither a call nor a delegatecall.`,
      }),
    ]
  const standing = delegateStanding(call, facts)
  switch (standing.kind) {
    case 'reverting':
      return [
        say.fail('NESTED_DELEGATECALL_REVERTS', {
          path,
          evidence,
          sentence: `This batch contract refuses delegatecalls, so the entry that delegates to ${target} makes everything revert.`,
        }),
      ]
    case 'official': {
      const sentence = `Runs the official ${standing.library.name} ${standing.library.version} for what it is made for.`
      return [say.fail('DELEGATECALL_TRUSTED', { path, evidence, sentence })]
    }
    case 'allow-listed': {
      const sentence = `Runs the code of ${target} in place of the Safe's own, as this Safe's own list allows for this function.`
      return [say.fail('DELEGATECALL_ALLOWLISTED', { path, evidence, sentence })]
    }
    case 'untrusted':
      return [
        say.fail(call.parent === null ? 'DELEGATECALL_UNTRUSTED' : 'NESTED_DELEGATECALL_UNTRUSTED', {
          path,
          evidence,
          sentence: `Runs the code of ${target} in place of the Safe's own. Nobody here has reviewed it; it can take everything.`,
        }),
        ...missingCode(call, facts),
        ...imitation(call),
      ]
  }
}

/** The execution of another Safe that stayed raw, by depth or for want of a reading: a delegatecall inside still counts. */
function unreadExecutions({ node }: PlacedCall, { staged }: Facts): readonly Finding[] {
  if (node.children.length > 0) return []
  return readingsAs(node, EXEC_TRANSACTION).flatMap((reading) => {
    const target = addressArgument(reading, 0)
    const isTrusted = isLibraryCall(staged.safe.chainId, target, argument(reading, 2))
    if (argument(reading, 3) === '0' || isTrusted) return []
    const sentence = `Makes the Safe ${node.target} run the code of ${target} in place of its own. Nobody here has reviewed it.`
    return [
      say.fail('NESTED_DELEGATECALL_UNTRUSTED', {
        path: node.path,
        sentence,
        evidence: [{ label: 'Code run', value: target }],
      }),
    ]
  })
}

function missingCode({ node }: PlacedCall, facts: Facts): readonly Finding[] {
  if (!isWithoutCode(facts, node.target)) return []
  const sentence = `${node.target} has no code today. Whoever can place code there decides later what this does.`
  return [say.fail('DELEGATECALL_NO_CODE', { path: node.path, sentence })]
}

function imitation({ node: { path, target } }: PlacedCall): readonly Finding[] {
  return officialLibraries().flatMap(({ address, name, version }) => {
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
