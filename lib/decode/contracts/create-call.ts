import { plain } from '@/lib/decode/contracts/functions'
import { official } from '@/lib/decode/contracts/official'

export const createCall = official(
  'create-call',
  ['CreateCall'],
  plain(
    'performCreate(uint256 value, bytes deploymentData)',
    'performCreate2(uint256 value, bytes deploymentData, bytes32 salt)',
  ),
)
