import type { Role } from '@/lib/flows/actor'

/** What each role is for, as the form that gives it says it, in the order of a withdrawal's way. */
export const ROLE_WORDS: readonly { readonly role: Role; readonly words: string }[] = [
  { role: 'initiator', words: 'stages withdrawals, and never approves one of their own' },
  { role: 'signer', words: 'approves with an owner key of a Safe' },
  { role: 'executor', words: 'submits what is ready to the chain' },
  { role: 'compliance', words: 'reads everything, holds, releases and exports' },
  { role: 'admin', words: 'proposes and agrees to members, Safes, assets, contacts and policies' },
]
