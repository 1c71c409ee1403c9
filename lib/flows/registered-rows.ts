import 'server-only'
import type { Reader, Tx } from '@/db/client'
import { enrolmentCode, passkeyEnrolment, passkeyRetirement } from '@/db/schema/enrolment'
import { installation } from '@/db/schema/installation'
import { member, passkey, wallet } from '@/db/schema/member'
import { invitation, policyVeto, proposal, proposalDecision } from '@/db/schema/proposal'
import { asset, bookEntry, contract, policy, safe } from '@/db/schema/registry'
import type { AuditObject } from '@/lib/audit/types'
import * as content from '@/lib/flows/content'

const TABLES = {
  installations: installation,
  members: member,
  wallets: wallet,
  passkeys: passkey,
  enrolmentCodes: enrolmentCode,
  enrolments: passkeyEnrolment,
  retirements: passkeyRetirement,
  proposals: proposal,
  proposalDecisions: proposalDecision,
  invitations: invitation,
  safes: safe,
  assets: asset,
  /** All versions; the newest of each counts. */
  contracts: contract,
  bookEntries: bookEntry,
  policyVetoes: policyVeto,
  /** All versions; at most one of each Safe is active. */
  policies: policy,
} as const
type Tables = typeof TABLES
type Name = keyof Tables

/**
 * Every row that a decision rests on, read once: what a review is computed from is what preflight holds against the log,
 * so that no row can be one thing when it is used and another when it is checked (SPEC §8).
 */
export type RegisteredRows = { readonly [Key in Name]: readonly Tables[Key]['$inferSelect'][] }

const NAMES = Object.keys(TABLES) as Name[]

export async function readRegisteredRows(db: Reader): Promise<RegisteredRows> {
  const read: Partial<Record<Name, unknown>> = {}
  await Promise.all(NAMES.map(async (name) => (read[name] = await db.select().from(TABLES[name]))))
  return read as RegisteredRows
}

/** The same within a transaction, which has one connection: one after another. */
export async function readRegisteredRowsOn(tx: Tx): Promise<RegisteredRows> {
  const read: Partial<Record<Name, unknown>> = {}
  for (const name of NAMES) read[name] = await tx.select().from(TABLES[name])
  return read as RegisteredRows
}

/** The version of each registered contract that counts. */
export const newestContracts = ({ contracts }: Pick<RegisteredRows, 'contracts'>): RegisteredRows['contracts'] =>
  contracts.filter(
    (row) =>
      !contracts.some(
        (other) => other.chainId === row.chainId && other.address === row.address && other.version > row.version,
      ),
  )

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
    ...rows.policyVetoes.map(content.policyVetoObject),
    ...rows.safes.map(content.safeObject),
    ...rows.assets.map(content.assetObject),
    ...newestContracts(rows).map(content.contractObject),
    ...rows.bookEntries.map(content.bookEntryObject),
    ...rows.policies.filter(({ isActive }) => isActive).map(content.policyObject),
  ]
}
