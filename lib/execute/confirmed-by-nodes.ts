import { displayText } from '@/lib/core/display-text'
import { isSameAddress } from '@/lib/core/address'
import type { Effects, NodeVoice } from '@/lib/simulate/types'
import { readTransferData } from '@/lib/stage/transfer-data'
import type { Asset, StagedTx } from '@/lib/stage/types'

type Run = { readonly effects: Effects; readonly staged: StagedTx; readonly assets: readonly Asset[] }

/**
 * Why the word of the node that simulated does not do, or null where it does: where its chain has other nodes, one of them
 * says the same. One that cannot measure what moves confirms a plain transfer alone, by the same block and the same end. A
 * node that says otherwise is a finding of its own, which blocks.
 * @param run its assets those that are registered
 */
export function unconfirmedReason(run: Run): string | null {
  const { effects } = run
  if (effects.kind === 'unavailable') return null
  const { voices = [], party = 'one node' } = effects
  const isConfirming = ({ says, isSameEnd }: NodeVoice): boolean =>
    says === 'same' || (isSameEnd === true && isPlainTransfer(run))
  if (voices.length === 0 || voices.some(isConfirming) || voices.some(({ says }) => says === 'other')) return null
  const silent = voices.map((voice) => `${displayText(voice.party, 80)} (${displayText(voice.what, 200)})`).join(', ')
  return `Only ${displayText(party, 80)} says what this does; nothing from ${silent} confirms it. Nothing is handed over on the word of one node. Try again in a minute.`
}

// The bytes alone say what it does: the Safe makes one call, which pays the chain’s coin or a registered token and nothing else.
function isPlainTransfer({ staged: { safe, tx }, assets }: Run): boolean {
  if (tx.operation !== 0 || tx.gasPrice !== 0n) return false
  if (tx.data === '0x') return true
  const isAsset = assets.some(({ chainId, address }) => chainId === safe.chainId && isSameAddress(address, tx.to))
  return isAsset && tx.value === 0n && readTransferData(tx.data).ok
}
