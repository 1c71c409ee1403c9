import { displayText } from '@/lib/core/display-text'
import type { Effects, NodeVoice } from '@/lib/simulate/types'

/**
 * Why the word of the node that simulated does not do, or null where it does: where its chain has other nodes, one of them
 * says the same. One that cannot measure what moves confirms by the same block and the same end. A node that says otherwise
 * is a finding of its own, which blocks.
 */
export function unconfirmedReason(effects: Effects): string | null {
  if (effects.kind === 'unavailable') return null
  const { voices = [], party = 'one node' } = effects
  if (voices.length === 0 || voices.some(isConfirming) || voices.some(({ says }) => says === 'other')) return null
  const silent = voices.map((voice) => `${displayText(voice.party, 80)} (${displayText(voice.what, 200)})`).join(', ')
  return `Only ${displayText(party, 80)} says what this does; nothing from ${silent} confirms it. Nothing is handed over on the word of one node. Try again in a minute.`
}

const isConfirming = ({ says, isSameEnd }: NodeVoice): boolean => says === 'same' || isSameEnd === true
