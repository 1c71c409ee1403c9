import 'server-only'
import type { Address } from 'viem'
import { z } from 'zod'
import { policy } from '@/db/schema/registry'
import { policyActivation } from '@/db/schema/proposal'
import { policyObject } from '@/lib/flows/content'
import { isSameContent } from '@/lib/flows/differs'
import { enqueueLater } from '@/lib/flows/enqueue'
import { defineKind } from '@/lib/flows/proposals/kind'
import { assertFits, assertMeetable, policyRow } from '@/lib/flows/proposals/policy-row'
import { refused } from '@/lib/flows/proposals/refused'
import { slug } from '@/lib/flows/proposals/shapes'
import type { RegisteredRows } from '@/lib/flows/registered-rows'
import { isTightening, policyDifference } from '@/lib/policy/difference'
import { parsePolicy, policySchema } from '@/lib/policy/schema'
import type { Policy } from '@/lib/policy/types'

const body = z.strictObject({ safeId: slug, policy: policySchema })

/**
 * Another version of a Safe's policy. What only tightens counts at once; everything else cools first, and can be vetoed
 * until then (SPEC §4).
 */
export const changePolicy = defineKind({
  id: 'change-policy',
  body,
  check: ({ safeId, policy: asked }, rows) => {
    const active = activeOf(safeId, rows)
    if (!active) throw refused('safeId', 'This Safe has no policy yet.')
    if (asked.id !== active.id) throw refused('policy.id', `The policy of this Safe is ${active.id}; its id stays.`)
    const due = nextVersion(active.id, rows)
    if (asked.version !== due) throw refused('policy.version', `The next version is ${due}.`)
    if (policyDifference(parsePolicy(active.body), asked).length === 0)
      throw refused('policy', `Nothing differs from version ${active.version}.`)
    assertFits(asked, rows)
  },
  ask: async (io, { safeId, policy: asked }, rows) => {
    const served = rows.safes.find(({ id }) => id === safeId)
    if (!served) throw refused('safeId', `There is no Safe ${safeId}.`)
    const state = await io.chain.readSafeState({ chainId: served.chainId, address: served.address as Address })
    assertMeetable(asked, rows, state)
  },
  apply: async (tx, { safeId, policy: asked }, { at, installed, proposalId, rows }) => {
    const isAtOnce = tightens(safeId, asked, rows)
    const activeFrom = isAtOnce ? at : new Date(at.getTime() + installed.policyCoolingSeconds * 1000)
    const [row] = await tx
      .insert(policy)
      .values({ ...policyRow(safeId, asked), isActive: false, activeFrom, createdAt: at })
      .returning()
    if (!row) throw new Error('insert returned no row')
    if (!isAtOnce) {
      await enqueueLater(tx, 'activate-policies', at, installed.policyCoolingSeconds + 1)
      return []
    }
    await tx.insert(policyActivation).values({ policyId: row.id, version: row.version, proposalId, at })
    return [policyObject(row)]
  },
  admits: (object, { safeId, policy: asked }, { known }) => {
    const row = known.rows.policies.find(({ id, version }) => id === asked.id && version === asked.version)
    const before = known.rows.policies.find((one) => one.safeId === safeId && known.isCurrent(policyObject(one)))
    if (!row || !before || before.version >= row.version || row.safeId !== safeId) return false
    if (!isTightening(parsePolicy(before.body), asked)) return false
    return isSameContent(policyObject({ ...row, ...policyRow(safeId, asked) }), object)
  },
})

/** Whether a version only tightens what counts now. */
export function tightens(safeId: string, asked: Policy, rows: RegisteredRows): boolean {
  const active = activeOf(safeId, rows)
  return active !== undefined && isTightening(parsePolicy(active.body), asked)
}

const activeOf = (safeId: string, { policies }: RegisteredRows) =>
  policies.find((one) => one.safeId === safeId && one.isActive)

const nextVersion = (policyId: string, { policies }: RegisteredRows): number =>
  Math.max(0, ...policies.filter(({ id }) => id === policyId).map(({ version }) => version)) + 1
