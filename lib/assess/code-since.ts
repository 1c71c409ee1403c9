import type { Address, Hash } from 'viem'
import { allCalls } from '@/lib/assess/calls'
import type { CodePin, CodeThen, Facts } from '@/lib/assess/types'
import { isSameAddress, NO_CODE_HASH } from '@/lib/core/address'
import type { Effects } from '@/lib/simulate/types'

/** What ran when people first looked: the contracts of a simulated run, all that were called and had code. */
export type KeptRun = {
  readonly isSuccess: boolean
  readonly touched: readonly {
    readonly address: Address
    readonly codeHash: Hash
    readonly implementation: Address | null
  }[]
}

const NOT_KNOWN: CodePin = { codeHash: null, implementation: null }

/**
 * The code of then beside that of now, for every contract that ran both times and for everything that the Safe itself
 * calls: there an account without code may have got some. What else a run happens to pass through comes and goes.
 */
export function codeSince(then: KeptRun, facts: Pick<Facts, 'call' | 'staged' | 'effects'>): readonly CodeThen[] {
  const now = runOf(facts.effects)
  const targets = targetsOf(facts)
  const isIn = (run: KeptRun, address: Address) => run.touched.some((one) => isSameAddress(one.address, address))
  const addresses = [
    ...targets,
    ...then.touched.flatMap(({ address }) =>
      isIn(now, address) && !targets.some((one) => isSameAddress(one, address)) ? [address] : [],
    ),
  ]
  return addresses.map((address) => ({ address, then: pinIn(then, address), now: pinIn(now, address) }))
}

/** The code of now at an address, by a simulation. */
export const codeNow = (address: Address, effects: Effects): CodePin => pinIn(runOf(effects), address)

const runOf = (effects: Effects): KeptRun =>
  effects.kind === 'unavailable'
    ? { isSuccess: false, touched: [] }
    : { isSuccess: effects.status === 'success', touched: effects.touched }

function pinIn({ isSuccess, touched }: KeptRun, address: Address): CodePin {
  const found = touched.find((one) => isSameAddress(one.address, address))
  if (found) return { codeHash: found.codeHash, implementation: found.implementation }
  // A run that succeeds makes every call of the Safe; what is not among the contracts then has no code.
  return isSuccess ? { codeHash: NO_CODE_HASH, implementation: null } : NOT_KNOWN
}

function targetsOf(facts: Pick<Facts, 'call' | 'staged'>): readonly Address[] {
  const { address } = facts.staged.safe
  const called = allCalls(facts).filter(
    ({ node, actor, isCertain }) => isCertain && node.elsewhere === '' && isSameAddress(actor, address),
  )
  return [...new Map(called.map(({ node: { target } }) => [target.toLowerCase(), target])).values()]
}
