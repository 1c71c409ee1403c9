import type { PastFacts } from '@/lib/assess/past'
import { LEAST_DAYS, paymentsOf } from '@/lib/assess/past-payments'
import { pastUnread, reporter } from '@/lib/assess/report'
import type { Facts, Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'

const codes = { NEW_COUNTERPARTY_BURST: 'medium' } as const
const say = reporter('newcomers', codes)

/** So many recipients who were never named before, within 24 hours, are a burst. */
const LEAST_NEW = 5
/** A desk that knows fewer recipients than this still gets to know its own. */
const LEAST_KNOWN = 20
/** As many as a fifth of those it knows: a desk that pays thousands meets several new ones every day. */
const LEAST_SHARE = 20
const DAY = 86_400_000
const MOST_SHOWN = 20

/** Many recipients at once whom the desk never paid nor was to pay: the way a taken-over desk is emptied. */
export const newcomers: Rule = {
  id: 'newcomers',
  title: 'New counterparties',
  codes,
  drifts: true,
  needs: { NEW_COUNTERPARTY_BURST: ['past'] },
  judge: (facts) => {
    const { past, history } = facts
    if (past === null) return pastUnread(say, codes)
    const isYoung = past.since === null || Date.parse(history.stagedAt) - Date.parse(past.since) < LEAST_DAYS * DAY
    const { known, here, others } = newcomersOf(facts, past)
    if (here.length === 0)
      return [say.pass('NEW_COUNTERPARTY_BURST', 'Everybody who is paid here was named by a withdrawal before.')]
    if (isYoung || known < LEAST_KNOWN)
      return [
        say.pass(
          'NEW_COUNTERPARTY_BURST',
          `Too little history to say how many new recipients are many: it takes ${LEAST_KNOWN} recipients and ${LEAST_DAYS} days.`,
        ),
      ]
    const all = here.length + others.length
    if (all < LEAST_NEW || all * 100 < known * LEAST_SHARE)
      return [say.pass('NEW_COUNTERPARTY_BURST', `${count(all)} new within 24 hours, beside ${known} known ones.`)]
    const sentence = `${count(all)} new within 24 hours, ${here.length} of them here. Until then this desk knew ${known}.`
    const evidence = [
      ...here.map((address) => ({ label: 'Here', value: address })),
      ...others.map(({ address, id }) => ({ label: id, value: address })),
    ]
    return [say.fail('NEW_COUNTERPARTY_BURST', { sentence, evidence: evidence.slice(0, MOST_SHOWN) })]
  },
}

/** Who is paid for the first time: how many the desk knew until then, those of this withdrawal and those beside it. */
export function newcomersOf(
  facts: Pick<Facts, 'call' | 'staged' | 'ownSafes'>,
  { newcomers: { known, here, others } }: PastFacts,
): PastFacts['newcomers'] {
  const paid = paymentsOf(facts).map(({ recipient }) => recipient)
  const isPaid = (address: string) => paid.some((one) => isSameAddress(one, address))
  return {
    known,
    here: here.filter(isPaid),
    others: others.filter(({ address }) => !isOwn(facts, address) && !isPaid(address)),
  }
}

const count = (all: number): string => (all === 1 ? 'One recipient is' : `${all} recipients are`)

const isOwn = ({ ownSafes }: Pick<Facts, 'ownSafes'>, address: string): boolean =>
  ownSafes.some((own) => isSameAddress(own.address, address))
