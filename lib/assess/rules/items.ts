import { findAsset, who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import type { EvidenceLine, Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import { paymentsOf } from '@/lib/stage/payments-of'
import type { ItemChange } from '@/lib/simulate/types'

const codes = { ITEM_LEAVES_UNSTATED: 'critical', ITEM_LEAVES: 'medium' } as const
const say = reporter('items', codes)

/** Items of collections that leave the Safe: which of them is lost, no balance of the collection tells. */
export const items: Rule = {
  id: 'items',
  title: 'Items of collections',
  codes,
  needs: { ITEM_LEAVES_UNSTATED: ['simulation', 'claimed'], ITEM_LEAVES: ['simulation'] },
  judge: (facts): readonly Finding[] => {
    const { effects, staged } = facts
    // An absent or failed simulation is a finding of its own.
    if (effects.kind === 'unavailable' || effects.status !== 'success') return []
    const moved = effects.items ?? []
    const lost = moved.filter((one) => isSameAddress(one.account, staged.safe.address) && one.after < one.before)
    if (lost.length === 0) return [say.pass('ITEM_LEAVES_UNSTATED', 'No item of a collection leaves the Safe.')]
    const [stated, unstated] = [lost.filter((one) => isStated(facts, one)), lost.filter((one) => !isStated(facts, one))]
    return [
      ...findingOf(facts, 'ITEM_LEAVES_UNSTATED', unstated, moved),
      ...findingOf(facts, 'ITEM_LEAVES', stated, moved),
    ]
  },
}

// Where nobody stated anything nothing contradicts it: that it leaves is said all the same.
function isStated({ intent }: Facts, { token }: ItemChange): boolean {
  return intent === null || paymentsOf(intent).some(({ leg }) => isSameAddress(leg.asset.address, token))
}

function findingOf(
  facts: Facts,
  code: keyof typeof codes,
  lost: readonly ItemChange[],
  moved: readonly ItemChange[],
): readonly Finding[] {
  const [first] = lost
  if (!first) return []
  const what = lost.length === 1 ? itemWords(facts, first) : `${lost.length} items of collections`
  const sentence =
    code === 'ITEM_LEAVES' ? `The Safe loses ${what}.` : `The Safe loses ${what}, and the request does not state it.`
  return [say.fail(code, { sentence, evidence: lost.flatMap((one) => evidenceOf(facts, one, moved)) })]
}

function evidenceOf(facts: Facts, item: ItemChange, moved: readonly ItemChange[]): readonly EvidenceLine[] {
  const takers = moved.filter(
    ({ token, id, before, after }) => isSameAddress(token, item.token) && id === item.id && after > before,
  )
  const to = takers.length === 0 ? 'nobody, it is gone' : takers.map(({ account }) => who(facts, account)).join(', ')
  return [{ label: itemWords(facts, item), value: `to ${to}` }]
}

function itemWords(facts: Facts, { token, id, before, after }: ItemChange): string {
  const count = before - after
  const name = findAsset(facts, token) === null ? token : who(facts, token)
  return `${count === 1n ? '' : `${count} of `}number ${id} of ${name}`
}
