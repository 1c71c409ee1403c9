import type { Address } from 'viem'
import { beneficiariesOf } from '@/lib/assess/beneficiaries'
import { movementsOf } from '@/lib/assess/movements'
import { who } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import type { Facts, Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'

const codes = { ISSUER_BLOCKED: 'critical' } as const
const say = reporter('issuer-block', codes)

/** Accounts that a token's issuer has frozen, or a sanctions oracle names: what is sent to them may never move again. */
export const issuerBlock: Rule = {
  id: 'issuer-block',
  title: 'Blocked on chain',
  codes,
  drifts: true,
  needs: { ISSUER_BLOCKED: ['issuers'] },
  judge: (facts) => {
    const { issuers } = facts
    if (issuers === undefined || issuers === null) {
      const sentence = 'The chain did not say whom the tokens block. Nobody can approve until it does.'
      return [say.unknown('ISSUER_BLOCKED', { sentence })]
    }
    const hits = issuers.blocked.map(({ source, account }) => {
      const whose = issuers.oracles.some((one) => isSameAddress(one, source))
        ? 'The sanctions oracle'
        : `The token ${who(facts, source)}`
      return say.fail('ISSUER_BLOCKED', {
        path: movementsOf(facts).find(({ recipient }) => isSameAddress(recipient, account))?.path ?? '',
        sentence: `${whose} says that ${who(facts, account)} is blocked. What it gets may never move again.`,
        evidence: [
          { label: 'Blocked', value: account },
          { label: 'Said by', value: source },
        ],
      })
    })
    return hits.length > 0 ? hits : [say.pass('ISSUER_BLOCKED', 'No contract on chain blocks who pays or is paid.')]
  },
}

/** Who is asked about: of each token the Safe and whom it pays, of the oracles everybody who pays or is paid. */
export function blockQuestions(facts: Pick<Facts, 'call' | 'staged'>, oracles: readonly Address[]) {
  const safe = facts.staged.safe.address
  const movements = movementsOf(facts)
  const tokens = unique(movements.flatMap(({ asset }) => (asset === 'native' ? [] : [asset])))
  const others = beneficiariesOf(facts).map(({ address }) => address)
  const paidIn = (token: Address | null) =>
    movements.filter(({ asset }) => token === null || isSameAddress(asset, token)).map(({ recipient }) => recipient)
  return [
    ...tokens.map((source) => ({ source, isOracle: false, accounts: unique([safe, ...paidIn(source)]) })),
    ...oracles.map((source) => ({ source, isOracle: true, accounts: unique([safe, ...paidIn(null), ...others]) })),
  ]
}

function unique(addresses: readonly Address[]): readonly Address[] {
  return [...new Map(addresses.map((one) => [one.toLowerCase(), one])).values()]
}
