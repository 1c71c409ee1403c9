import { functions, plain } from '@/lib/decode/contracts/functions'
import type { ContractDefinition } from '@/lib/decode/contracts/types'
import { officialModule } from '@/lib/decode/official-modules'

const FUNCTIONS = functions(
  plain(
    'addDelegate(address delegate)',
    'removeDelegate(address delegate, bool removeAllowances)',
    'setAllowance(address delegate, address token, uint96 allowanceAmount, uint16 resetTimeMin, uint32 resetBaseMin)',
    'resetAllowance(address delegate, address token)',
    'deleteAllowance(address delegate, address token)',
    'executeAllowanceTransfer(address safe, address token, address to, uint96 amount, address paymentToken, uint96 payment, address delegate, bytes signature)',
  ),
)

/** Spending limits: whoever is a delegate takes that much without any owner. */
export const allowanceModule: ContractDefinition = {
  id: 'allowance-module',
  read: (target, { chainId }) => {
    const name = officialModule(chainId, target)
    return name?.startsWith('AllowanceModule') ? { name, provenance: 'verified', functions: FUNCTIONS } : null
  },
  anywhere: FUNCTIONS,
}
