import 'server-only'
import type { Address } from 'viem'
import { z } from 'zod'
import { policy } from '@/db/schema/registry'
import { policyObject } from '@/lib/flows/content'
import { isSameContent } from '@/lib/flows/differs'
import { defineKind } from '@/lib/flows/proposals/kind'
import { assertFits, assertMeetable, policyRow } from '@/lib/flows/proposals/policy-row'
import { refused } from '@/lib/flows/proposals/refused'
import { slug } from '@/lib/flows/proposals/shapes'
import { policySchema } from '@/lib/policy/schema'

const body = z.strictObject({ safeId: slug, policy: policySchema })

/**
 * The first policy of a Safe. A Safe without one lets nothing out, so this loosens nothing that anyone relied on and counts
 * at once (SPEC §4).
 */
export const setPolicy = defineKind({
  id: 'set-policy',
  body,
  check: ({ safeId, policy: asked }, rows) => {
    const served = rows.safes.find(({ id }) => id === safeId)
    if (!served) throw refused('safeId', `There is no Safe ${safeId}.`)
    if (rows.policies.some((one) => one.safeId === safeId))
      throw refused('safeId', `${served.name} has a policy already.`)
    if (rows.policies.some(({ id }) => id === asked.id))
      throw refused('policy.id', `There is a policy ${asked.id} already.`)
    if (asked.version !== 1) throw refused('policy.version', 'The first version is 1.')
    assertFits(asked, rows)
  },
  ask: async (io, { safeId, policy: asked }, rows) => {
    const served = rows.safes.find(({ id }) => id === safeId)
    if (!served) throw refused('safeId', `There is no Safe ${safeId}.`)
    const state = await io.chain.readSafeState({ chainId: served.chainId, address: served.address as Address })
    assertMeetable(asked, rows, state)
  },
  apply: async (tx, { safeId, policy: asked }, { at }) => {
    const [row] = await tx
      .insert(policy)
      .values({ ...policyRow(safeId, asked), isActive: true, activeFrom: at, createdAt: at })
      .returning()
    if (!row) throw new Error('insert returned no row')
    return [policyObject(row)]
  },
  admits: (object, { safeId, policy: asked }, { known }) => {
    const row = known.rows.policies.find(({ id, version }) => id === asked.id && version === asked.version)
    const isFirst = !known.rows.policies.some((one) => one.safeId === safeId && known.isKnown(policyObject(one)))
    if (!row || !isFirst || known.isKnown(object)) return false
    return isSameContent(policyObject({ ...row, ...policyRow(safeId, asked) }), object)
  },
})
