import type { Address } from 'viem'
import { beneficiariesOf } from '@/lib/assess/beneficiaries'
import { controlChanges } from '@/lib/assess/control-changes'
import { grantsOf } from '@/lib/assess/grants'
import { isKnownTarget } from '@/lib/assess/known-targets'
import { movementsOf } from '@/lib/assess/movements'
import { who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import { DOES, type Role, rolesOf } from '@/lib/assess/roles'
import type { Facts, Finding, Rule, StatedKind } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'

const codes = { INTENT_MISMATCH: 'critical' } as const
const say = reporter('stated-kind', codes)

/** What each kind announces. A swap's payments, a batch's payees and an upgrade's targets are compared on top. */
const ANNOUNCED: Readonly<Record<StatedKind['kind'], readonly Role[]>> = {
  batch: ['batch', 'payment'],
  swap: ['batch', 'payment', 'approval', 'other'],
  upgrade: ['batch', 'control', 'other'],
  deploy: ['batch', 'other'],
}

/** Whether the bytes stay within the kind of thing that was stated, where no single payments were. */
export const statedKind: Rule = {
  id: 'stated-kind',
  title: 'Stated kind and bytes',
  codes,
  needs: { INTENT_MISMATCH: ['claimed'] },
  judge: (facts) => {
    const { stated } = facts
    if (stated === undefined) return []
    const stray = rolesOf(facts).flatMap(({ node: { path }, role }) =>
      ANNOUNCED[stated.kind].includes(role)
        ? []
        : [mismatch(path, `Call ${path} ${DOES[role]}. A ${stated.kind} does not.`)],
    )
    const strayPaths = new Set(stray.map(({ path }) => path))
    const out = outFindings(facts, stated).filter(({ path }) => !strayPaths.has(path))
    return [...stray, ...out, ...grantFindings(facts, stated), ...controlFindings(facts, stated)]
  },
}

/** What comes out goes to the Safe, or to whom a swap names. The payments of a batch are what it says. */
function outFindings(facts: Facts, { kind, recipient }: StatedKind): readonly Finding[] {
  if (kind === 'batch') return []
  const due = [facts.staged.safe.address, ...(recipient === null ? [] : [recipient])]
  const isDue = (address: Address) => due.some((it) => isSameAddress(it, address))
  const out = [
    ...beneficiariesOf(facts),
    ...movementsOf(facts).flatMap(({ path, recipient: to, asset, node }) =>
      asset === 'native' && node.data !== '0x' ? [] : [{ path, address: to }],
    ),
  ]
  const sentence = kind === 'swap' ? 'A swap pays the Safe.' : `A ${kind} sends nothing out.`
  return out
    .filter(({ address }) => !isDue(address))
    .map(({ path, address }) => mismatch(path, `Call ${path} sends to ${who(facts, address)}. ${sentence}`))
}

/** What goes into a swap is allowed to who is known. */
function grantFindings(facts: Facts, { kind }: StatedKind): readonly Finding[] {
  if (kind !== 'swap') return []
  return grantsOf(facts)
    .filter(({ spender, units }) => units !== 0n && !isKnownTarget(facts, spender))
    .map(({ path, spender }) =>
      mismatch(path, `${spender}, which nobody here knows, may take tokens. A swap allows its router.`),
    )
}

function controlFindings(facts: Facts, { kind }: StatedKind): readonly Finding[] {
  if (kind !== 'upgrade') return []
  return controlChanges(facts).flatMap((change) =>
    change.kind === 'implementation'
      ? []
      : [mismatch(change.path, `Call ${change.path} changes who is in control. An upgrade changes code.`)],
  )
}

const mismatch = (path: string, sentence: string): Finding => say.fail('INTENT_MISMATCH', { path, sentence })
