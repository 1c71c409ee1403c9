import 'server-only'
import type { Reader } from '@/db/client'
import { enrolmentCode, passkeyEnrolment, passkeyRetirement } from '@/db/schema/enrolment'
import { installation } from '@/db/schema/installation'
import { member, passkey, wallet } from '@/db/schema/member'
import { invitation, proposal, proposalDecision } from '@/db/schema/proposal'
import { asset, bookEntry, policy, safe } from '@/db/schema/registry'
import type { AuditObject } from '@/lib/audit/types'
import * as content from '@/lib/flows/content'

/**
 * Every row that a decision rests on, read once: what a review is computed from is what preflight holds against the log,
 * so that no row can be one thing when it is used and another when it is checked (SPEC §8).
 */
export type RegisteredRows = {
  readonly installations: readonly (typeof installation.$inferSelect)[]
  readonly members: readonly (typeof member.$inferSelect)[]
  readonly wallets: readonly (typeof wallet.$inferSelect)[]
  readonly passkeys: readonly (typeof passkey.$inferSelect)[]
  readonly enrolmentCodes: readonly (typeof enrolmentCode.$inferSelect)[]
  readonly enrolments: readonly (typeof passkeyEnrolment.$inferSelect)[]
  readonly retirements: readonly (typeof passkeyRetirement.$inferSelect)[]
  readonly safes: readonly (typeof safe.$inferSelect)[]
  readonly assets: readonly (typeof asset.$inferSelect)[]
  readonly bookEntries: readonly (typeof bookEntry.$inferSelect)[]
  readonly proposals: readonly (typeof proposal.$inferSelect)[]
  readonly proposalDecisions: readonly (typeof proposalDecision.$inferSelect)[]
  readonly invitations: readonly (typeof invitation.$inferSelect)[]
  /** All versions; at most one of each Safe is active. */
  readonly policies: readonly (typeof policy.$inferSelect)[]
}

export async function readRegisteredRows(db: Reader): Promise<RegisteredRows> {
  const [installations, members, wallets, passkeys, enrolmentCodes, enrolments, retirements] = await Promise.all([
    db.select().from(installation),
    db.select().from(member),
    db.select().from(wallet),
    db.select().from(passkey),
    db.select().from(enrolmentCode),
    db.select().from(passkeyEnrolment),
    db.select().from(passkeyRetirement),
  ])
  const [proposals, proposalDecisions, invitations, safes, assets, bookEntries, policies] = await Promise.all([
    db.select().from(proposal),
    db.select().from(proposalDecision),
    db.select().from(invitation),
    db.select().from(safe),
    db.select().from(asset),
    db.select().from(bookEntry),
    db.select().from(policy),
  ])
  return {
    ...{ installations, members, wallets, passkeys, enrolmentCodes, enrolments, retirements },
    ...{ proposals, proposalDecisions, invitations },
    ...{ safes, assets, bookEntries, policies },
  }
}

/** What the log must say of them now; of policies, the active versions. */
export function registeredObjects(rows: RegisteredRows): AuditObject[] {
  return [
    ...rows.installations.map(content.installationObject),
    ...rows.members.map(content.memberObject),
    ...rows.wallets.map(content.walletObject),
    ...rows.passkeys.map(content.passkeyObject),
    ...rows.enrolmentCodes.map(content.enrolmentCodeObject),
    ...rows.enrolments.map(content.passkeyEnrolmentObject),
    ...rows.retirements.map(content.passkeyRetirementObject),
    ...rows.proposals.map(content.proposalObject),
    ...rows.proposalDecisions.map(content.proposalDecisionObject),
    ...rows.invitations.map(content.invitationObject),
    ...rows.safes.map(content.safeObject),
    ...rows.assets.map(content.assetObject),
    ...rows.bookEntries.map(content.bookEntryObject),
    ...rows.policies.filter(({ isActive }) => isActive).map(content.policyObject),
  ]
}
