import 'server-only'
import { z } from 'zod'
import { policy } from '@/db/schema/registry'
import { canonicalize, type Json } from '@/lib/core/canonical'
import { policyObject } from '@/lib/flows/content'
import { isSameContent } from '@/lib/flows/differs'
import { defineKind } from '@/lib/flows/proposals/kind'
import { refused } from '@/lib/flows/proposals/refused'
import { slug } from '@/lib/flows/proposals/shapes'
import { policySchema } from '@/lib/policy/schema'
import { unsatisfiableReasons } from '@/lib/policy/satisfiable'
import type { Policy } from '@/lib/policy/types'
import type { Address } from 'viem'

const body = z.strictObject({ safeId: slug, policy: policySchema })
export type SetPolicyBody = z.output<typeof body>

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
    const stranger = asked.groups
      .flatMap(({ members }, group) =>
        members.map((id, place) => ({ id, path: `policy.groups.${group}.members.${place}` })),
      )
      .find(({ id }) => !rows.members.some((one) => one.id === id))
    if (stranger) throw refused(stranger.path, `There is no member ${stranger.id}.`)
  },
  ask: async (io, { safeId, policy: asked }, rows) => {
    const served = rows.safes.find(({ id }) => id === safeId)
    if (!served) throw refused('safeId', `There is no Safe ${safeId}.`)
    const state = await io.chain.readSafeState({ chainId: served.chainId, address: served.address as Address })
    const people = rows.members
      .filter(({ roles, isActive }) => isActive && roles.includes('signer'))
      .map(({ id, name }) => ({
        memberId: id,
        name,
        owners: rows.wallets.filter(({ memberId }) => memberId === id).map(({ address }) => address as Address),
      }))
    const initiatorIds = rows.members
      .filter((one) => one.isActive && one.roles.includes('initiator'))
      .map(({ id }) => id)
    const [reason] = unsatisfiableReasons(asked, {
      people,
      initiatorIds,
      safe: { owners: state.owners, threshold: state.threshold },
    })
    if (reason !== undefined) throw refused('policy', `Nobody could ever meet it. ${reason}`)
  },
  apply: async (tx, { safeId, policy: asked }, { at }) => {
    const [row] = await tx
      .insert(policy)
      .values({ ...rowOf(safeId, asked), isActive: true, activeFrom: at, createdAt: at })
      .returning()
    if (!row) throw new Error('insert returned no row')
    return [policyObject(row)]
  },
  admits: (object, { safeId, policy: asked }, { known }) => {
    const row = known.rows.policies.find(({ id, version }) => id === asked.id && version === asked.version)
    const isFirst = !known.rows.policies.some((one) => one.safeId === safeId && known.isKnown(policyObject(one)))
    if (!row || !isFirst || known.isKnown(object)) return false
    return isSameContent(policyObject({ ...row, ...rowOf(safeId, asked), activeFrom: row.activeFrom }), object)
  },
})

function rowOf(safeId: string, asked: Policy) {
  // Parsed JSON is JSON; optional members are left out by canonicalize.
  const json: Json = JSON.parse(JSON.stringify(asked))
  return { id: asked.id, version: asked.version, safeId, body: canonicalize(json) }
}
