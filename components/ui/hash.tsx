import type { Hex } from 'viem'
import { Copy } from './copy'
import { HexGroups } from './hex-groups'

/** A 32-byte hash, whole, with its copy. `what` names it: "safeTxHash". */
export function Hash({ hash, what, canCopy = true }: { hash: Hex; what: string; canCopy?: boolean }) {
  return (
    <>
      <HexGroups hex={hash} layout="hash" />
      {canCopy && (
        <>
          {' '}
          <Copy value={hash} what={what} />
        </>
      )}
    </>
  )
}
