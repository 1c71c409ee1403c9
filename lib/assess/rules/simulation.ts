import { reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import { displayText } from '@/lib/core/display-text'
import { sentByOwner } from '@/lib/simulate/environments'
import type { Effects, Environment } from '@/lib/simulate/types'

const codes = {
  EFFECTS_UNKNOWN: 'critical',
  SIMULATION_REVERTED: 'critical',
  SIMULATION_INNER_FAILURE: 'critical',
  SIM_ENV_DEPENDENT: 'critical',
  EXECUTION_RESTRICTED: 'low',
} as const

const say = reporter('simulation', codes)

/** Block environments that must agree (SPEC §4). */
export const MIN_ENVIRONMENTS = 3

/** The simulated run: it must have happened, succeeded, and come out the same in every block environment. */
export const simulation: Rule = {
  id: 'simulation',
  title: 'The simulated run',
  codes,
  needs: {
    EFFECTS_UNKNOWN: ['simulation'],
    SIMULATION_REVERTED: ['simulation'],
    SIMULATION_INNER_FAILURE: ['simulation'],
    SIM_ENV_DEPENDENT: ['simulation'],
    EXECUTION_RESTRICTED: ['simulation'],
  },
  judge: ({ effects, safe }) => {
    if (effects.kind === 'unavailable') {
      const sentence = `Effects unknown. ${displayText(effects.party, 60)}: ${displayText(effects.reason, 200)}`
      return [say.unknown('EFFECTS_UNKNOWN', { sentence })]
    }
    const { compared, refused } = sorted(effects.environments, safe)
    const troubles = [...statusFindings(effects), ...environmentFindings(compared)]
    const findings = [...troubles, ...restrictionFindings(refused)]
    return troubles.length > 0
      ? findings
      : [
          ...findings,
          say.pass('SIMULATION_REVERTED', 'The simulated run succeeds and is the same in every block environment.'),
        ]
  },
}

type Simulated = Extract<Effects, { kind: 'simulated' }>

function statusFindings({ status, revertReason }: Simulated): readonly Finding[] {
  if (status === 'success') return []
  const evidence = revertReason === null ? [] : [{ label: 'Reason given', value: displayText(revertReason, 200) }]
  if (status === 'reverted')
    return [say.fail('SIMULATION_REVERTED', { evidence, sentence: 'Executed now, this reverts and moves nothing.' })]
  const sentence = 'Executed now, the call inside fails: the nonce is used up and nothing is paid.'
  return [say.fail('SIMULATION_INNER_FAILURE', { evidence, sentence })]
}

// A refusal by the guard that the Safe really has moves nothing, and counts as one only where the same block was run again.
function sorted(environments: Simulated['environments'], safe: Facts['safe']) {
  const isRefused = ({ name, status, refused }: Environment): boolean =>
    refused !== undefined &&
    status === 'reverted' &&
    safe !== null &&
    isSameAddress(refused.guard, safe.guard) &&
    environments.some((other) => other.name === sentByOwner({ name }).name)
  return {
    compared: environments.filter((one) => !isRefused(one)),
    refused: environments.filter(isRefused),
  }
}

function restrictionFindings(refused: readonly Environment[]): readonly Finding[] {
  const [first] = refused
  if (first?.refused === undefined) return []
  const evidence = refused.map(({ name, refused: by }) => ({ label: name, value: `sent by ${by?.sender}` }))
  const sentence = `Only some may execute this: the Safe’s guard ${first.refused.guard} refuses ${first.refused.sender}. Sent by an owner it was run in the same block.`
  return [say.fail('EXECUTION_RESTRICTED', { evidence, sentence })]
}

function environmentFindings(environments: Simulated['environments']): readonly Finding[] {
  const evidence = environments.map(({ name, status, digest }) => ({ label: name, value: `${status} ${digest}` }))
  const outcomes = new Set(environments.map(({ status, digest }) => `${status} ${digest}`))
  if (outcomes.size > 1) {
    const sentence = 'The effects depend on the block they run in. What the simulation shows is not what will happen.'
    return [say.fail('SIM_ENV_DEPENDENT', { evidence, sentence })]
  }
  if (environments.length >= MIN_ENVIRONMENTS) return []
  const sentence = `Simulated in ${environments.length} block environments; ${MIN_ENVIRONMENTS} are needed to compare.`
  return [say.unknown('SIM_ENV_DEPENDENT', { evidence, sentence })]
}
