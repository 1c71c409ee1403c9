import { plain } from '@/lib/decode/contracts/functions'
import { official } from '@/lib/decode/contracts/official'

export const signMessageLib = official(
  'sign-message-lib',
  ['SignMessageLib'],
  plain('signMessage(bytes _data)', 'getMessageHash(bytes message) view'),
)
