import type { Instrument } from '@/components/frame/instruments'
import { grouped } from '@/components/review/effect-words'
import { clockSecond, remaining } from '@/components/review/times'
import { chainOf } from '@/lib/chains/index'
import { displayText } from '@/lib/core/display-text'
import type { ReviewPage } from '@/lib/flows/review-page'

/** The instrument line of a review: dark while all is well. */
export function reviewInstruments(
  page: ReviewPage,
  now: Date,
): { instruments: readonly Instrument[]; narrowFact: string } {
  const { assessment } = page.reviewed
  const { effects, hashes, staged } = assessment
  const block =
    effects.kind === 'simulated'
      ? `${grouped(effects.block.number)}, ${remaining(now, new Date(Number(effects.block.timestamp) * 1000))} ago`
      : 'does not answer'
  const opinions = [hashes.own, hashes.protocolKit, hashes.contract]
  const agreeing = opinions.filter((hash) => hash === hashes.own).length
  const alarm = assessment.verdict === 'block'
  return {
    narrowFact: `Block ${block}`,
    instruments: [
      { label: 'Read', value: `${clockSecond(now)} UTC` },
      { label: chainOf(staged.safe.chainId).name, value: block, state: page.isLive ? 'nominal' : 'medium' },
      {
        label: 'Hash',
        value: `${agreeing} of 3 agree`,
        state: agreeing === 3 ? 'nominal' : hashes.contract === null ? 'medium' : 'alarm',
      },
      {
        label: displayText(page.safe.name, 40),
        value: page.safe.isEnforced ? 'enforced on chain' : 'advisory, not enforced',
        state: page.safe.isEnforced ? 'nominal' : 'medium',
      },
      ...(alarm ? [{ label: 'Alarm', value: `block at nonce ${staged.tx.nonce}`, state: 'alarm' as const }] : []),
    ],
  }
}
