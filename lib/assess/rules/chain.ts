import { reporter } from '@/lib/assess/report'
import type { Rule } from '@/lib/assess/types'

const codes = { CHAIN_MISMATCH: 'critical' } as const
const say = reporter('chain', codes)

/** The chain that somebody says the transaction is for. Before 1.3.0 the hash does not bind it, so it is compared here. */
export const chain: Rule = {
  id: 'chain',
  title: 'The chain',
  codes,
  needs: { CHAIN_MISMATCH: ['claimedChainId'] },
  judge: ({ staged, claims }) => {
    const [own, claimed] = [staged.safe.chainId, claims?.chainId]
    if (claimed === undefined || claimed === own) return []
    const evidence = [
      { label: 'In the transaction', value: String(own) },
      { label: 'Claimed', value: String(claimed) },
    ]
    const sentence = `This is a transaction for chain ${own}; somebody says that it is for chain ${claimed}.`
    return [say.fail('CHAIN_MISMATCH', { evidence, sentence })]
  },
}
