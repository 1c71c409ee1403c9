import { skeleton } from '@/lib/assess/confusable'
import { movementsOf } from '@/lib/assess/movements'
import { who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import type { Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import { displayText } from '@/lib/core/display-text'

const codes = { ENS_MISMATCH: 'critical' } as const
const say = reporter('ens', codes)

/** Whether the name that was stated for the recipient, or the one it is made to be read as, is the recipient's. */
export const ens: Rule = {
  id: 'ens',
  title: 'Names of the recipient',
  codes,
  needs: { ENS_MISMATCH: ['ens'] },
  judge: (facts) => {
    const { stated = null, names = {} } = facts.ens ?? {}
    if (stated === null) return []
    const paid = [...(facts.intent?.legs ?? []), ...movementsOf(facts)].map(({ recipient }) => recipient)
    if (paid.length === 0) return []
    return Object.entries(names).flatMap(([name, address]) => {
      if (skeleton(name) !== skeleton(stated) || paid.every((it) => isSameAddress(it, address))) return []
      const other = paid.find((it) => !isSameAddress(it, address)) ?? address
      const sentence = `${displayText(name, 120)} is ${address}. This pays ${who(facts, other)}.`
      return [say.fail('ENS_MISMATCH', { sentence, evidence: [{ label: 'Stated', value: displayText(stated, 120) }] })]
    })
  },
}
