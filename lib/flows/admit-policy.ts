import 'server-only'
import { issuedAt, readPreimage } from '@/lib/approve/preimage'
import type { FactorProof } from '@/lib/approve/types'
import type { Admission } from '@/lib/flows/admission'
import * as content from '@/lib/flows/content'
import { isSameContent } from '@/lib/flows/differs'
import { agreedProposalOf } from '@/lib/flows/policy-proposal'
import { changePolicy } from '@/lib/flows/proposals/change-policy'
import { policyRow } from '@/lib/flows/proposals/policy-row'

/** A veto gives nobody anything: what counts goes on counting. */
export const admitVeto: Admission = async (leaf, known) => {
  const row = known.rows.policyVetoes.find((one) => content.policyVetoObject(one).id === leaf.object.id)
  return row !== undefined && !known.isKnown(leaf.object) && isSameContent(content.policyVetoObject(row), leaf.object)
}

/**
 * A policy version counts by itself when two people agreed to it word for word, its cooling is over, it follows on the one
 * that counts, and no veto came before.
 */
export const admitActivation: Admission = async (leaf, known) => {
  const { rows } = known
  const row = rows.policies.find((one) => one.id === leaf.object.id && one.version === leaf.object.version)
  const [installed] = rows.installations
  if (!row || !installed || leaf.actor.kind !== 'system') return false
  const asked = agreedProposalOf(rows, row)
  const agreed = rows.proposalDecisions.find(({ proposalId }) => proposalId === asked?.id)
  const body = asked && changePolicy.body.safeParse(JSON.parse(asked.body)).data
  const preimage = readPreimage((agreed?.proof as FactorProof | null | undefined)?.preimage)
  if (!asked || !agreed || !body || !preimage) return false
  if (!known.isCurrent(content.proposalObject(asked)) || !known.isCurrent(content.proposalDecisionObject(agreed)))
    return false
  const before = rows.policies.find((one) => one.safeId === row.safeId && known.isCurrent(content.policyObject(one)))
  const isVetoed = known.isKnown({ type: 'policy-veto', id: `${row.id}/${row.version}` })
  const isCooled = row.activeFrom.getTime() >= issuedAt(preimage).getTime() + installed.policyCoolingSeconds * 1000
  const isDue = Date.parse(leaf.at) >= row.activeFrom.getTime()
  if (isVetoed || !isCooled || !isDue || before === undefined || before.version >= row.version) return false
  return isSameContent(content.policyObject({ ...row, ...policyRow(body.safeId, body.policy) }), leaf.object)
}
