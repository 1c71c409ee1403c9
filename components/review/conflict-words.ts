import type { Conflict, ConflictSide } from '@/lib/flows/review-conflict'
import { TERMINAL } from '@/lib/stage/lifecycle'

export type ConflictWords = { readonly isOver: boolean; readonly title: string; readonly detail: string }

/**
 * What the page of either says of both: which has how many of how many signatures, or which of the two it became.
 * @param threshold of the Safe on chain, null where it was not read
 */
export function conflictWords({ nonce, own, other }: Conflict, threshold: number | null): ConflictWords {
  const [original, cancel] = own.isCancel ? [other, own] : [own, other]
  if (isOver(original) || isOver(cancel)) return { isOver: true, title: endWords(original, cancel, nonce), detail: '' }
  const title = `Two transactions compete for nonce ${nonce}.`
  const handed = original.wasHandedOver
    ? ` ${original.id} was handed over: whoever has it can send it, and no freeze stops that.`
    : ''
  return {
    isOver: false,
    title,
    detail: `${signed(original, threshold)}; its cancel ${signed(cancel, threshold)}. The first one mined wins, and the other can then never happen.${handed}`,
  }
}

function signed({ id, signatures }: ConflictSide, threshold: number | null): string {
  const of = threshold === null ? '' : ` of ${threshold}`
  return `${id} has ${signatures}${of} ${threshold === null && signatures === 1 ? 'signature' : 'signatures'}`
}

function endWords(original: ConflictSide, cancel: ConflictSide, nonce: bigint): string {
  if (cancel.state === 'executed' || original.state === 'cancelled-onchain')
    return `${cancel.id} used up nonce ${nonce}: ${original.id} can never happen.`
  if (original.state === 'executed' || original.state === 'failed-onchain')
    return `${original.id} was mined before its cancel ${cancel.id}, which can never happen.`
  if (original.state === 'superseded') return `Another transaction used nonce ${nonce}: neither of the two happened.`
  return `${cancel.id} was to cancel ${original.id} and was stopped before anybody signed it. The signatures of ${original.id} are alive.`
}

const isOver = ({ state }: ConflictSide) => TERMINAL.includes(state)
