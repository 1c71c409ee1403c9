import { plain } from '@/lib/decode/contracts/functions'
import { pinned } from '@/lib/decode/contracts/pinned'
import { one, zip } from '@/lib/decode/contracts/unpack'

const ONE = 'address target, uint256 value, bytes data, bytes32 predecessor, bytes32 salt'
const MANY = 'address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt'

/** OpenZeppelin TimelockController. What is scheduled runs later in the name of the timelock. */
export const timelock = pinned('timelock', [], {
  [`schedule(${ONE}, uint256 delay)`]: one(0, 1, 2),
  [`scheduleBatch(${MANY}, uint256 delay)`]: zip(0, 1, 2),
  [`execute(${ONE}) payable`]: one(0, 1, 2),
  [`executeBatch(${MANY}) payable`]: zip(0, 1, 2),
  ...plain('cancel(bytes32 id)', 'updateDelay(uint256 newDelay)'),
})
