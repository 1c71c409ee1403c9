import { buildPreimage } from '@/lib/approve/preimage'
import { hash } from '@/tests/builders/reviewed'

/** Ruth approves something at the demo desk. */
export const PREIMAGE = buildPreimage({
  installation: 'acme',
  member: 'ruth',
  session: hash(1),
  action: 'approve',
  subject: hash(2),
  policyVersion: 1,
  checkpoint: { size: 7, root: hash(3) },
  nonce: '00112233445566778899aabbccddeeff',
  expires: '2026-01-02T03:04:05.000Z',
})

export const PLACE = { memberId: 'ruth', rpId: 'localhost', origin: 'http://localhost:3000' } as const
