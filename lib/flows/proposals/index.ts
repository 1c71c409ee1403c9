import 'server-only'
import { addAsset } from '@/lib/flows/proposals/add-asset'
import { addContacts } from '@/lib/flows/proposals/add-contacts'
import { addSafe } from '@/lib/flows/proposals/add-safe'
import { changeMember } from '@/lib/flows/proposals/change-member'
import { changePolicy } from '@/lib/flows/proposals/change-policy'
import { endContact } from '@/lib/flows/proposals/end-contact'
import { inviteMember } from '@/lib/flows/proposals/invite-member'
import type { ProposalKind } from '@/lib/flows/proposals/kind'
import { renewInvitation } from '@/lib/flows/proposals/renew-invitation'
import { setContract } from '@/lib/flows/proposals/set-contract'
import { setPolicy } from '@/lib/flows/proposals/set-policy'
import { verifyContact } from '@/lib/flows/proposals/verify-contact'

/** Everything that two people change about the desk: one definition and one line each. */
export const PROPOSAL_KINDS: readonly ProposalKind[] = [
  inviteMember,
  renewInvitation,
  changeMember,
  addSafe,
  addAsset,
  setContract,
  addContacts,
  verifyContact,
  endContact,
  setPolicy,
  changePolicy,
]
