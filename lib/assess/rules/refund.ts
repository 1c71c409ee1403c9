import { addressArgument, allCalls, argument, readingsAs } from '@/lib/assess/calls'
import { amountOf, findAsset, who } from '@/lib/assess/names'
import { EXEC_TRANSACTION } from '@/lib/assess/nested-safe'
import { reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress, ZERO_ADDRESS } from '@/lib/core/address'
import type { SafeTx } from '@/lib/stage/types'
import { isAtLeast } from '@/lib/stage/versions'

const codes = {
  GAS_REFUND_ACTIVE: 'high',
  GAS_REFUND_DRAIN: 'critical',
  GAS_TOKEN_CUSTOM: 'medium',
  REFUND_RECEIVER_CUSTOM: 'medium',
  INNER_FAILURE_TOLERATED: 'low',
} as const

const say = reporter('refund', codes)

/** Gas of execTransaction besides the inner call, which the refund covers as well. Generous. */
const OVERHEAD_GAS = 200_000n
/** No transaction of a treasury needs more base gas: it pays for calldata and signature checks. */
const MAX_BASE_GAS = 1_000_000n
/** A refund above one native coin, or above a hundred whole tokens, is out of all proportion to any gas bill. */
const MAX_NATIVE_REFUND = 1n
const MAX_TOKEN_REFUND = 100n

/** Refund fields let a Safe pay whoever executes. The desk's own transactions have all five zero. */
export const refund: Rule = {
  id: 'refund',
  title: 'Gas and refund fields',
  codes,
  judge: (facts) => {
    const findings = [...refundFindings(facts), ...fieldFindings(facts), ...nestedFindings(facts)]
    return findings.length > 0 ? findings : [say.pass('GAS_REFUND_DRAIN', 'All gas and refund fields are zero.')]
  },
}

type Refund = Pick<SafeTx, 'gasPrice' | 'gasToken' | 'baseGas' | 'safeTxGas'>

/** What the other Safes pay whose transactions this one executes. */
function nestedFindings(facts: Facts): readonly Finding[] {
  return allCalls(facts).flatMap(({ node }) =>
    readingsAs(node, EXEC_TRANSACTION).flatMap((reading) => {
      const units = (at: number) => BigInt(argument(reading, at))
      const refund = {
        safeTxGas: units(4),
        baseGas: units(5),
        gasPrice: units(6),
        gasToken: addressArgument(reading, 7),
      }
      return refundFindings(facts, refund, node.path, who(facts, node.target))
    }),
  )
}

function refundFindings(
  facts: Facts,
  { gasPrice, gasToken, baseGas, safeTxGas }: Refund = facts.staged.tx,
  path = '',
  payer = 'The Safe',
): readonly Finding[] {
  if (gasPrice === 0n) return []
  const isNative = isSameAddress(gasToken, ZERO_ADDRESS)
  const asset = isNative ? 'native' : gasToken
  // With a gas price the inner call gets safeTxGas and no more, so this is the most the Safe can be made to pay.
  const most = (baseGas + safeTxGas + OVERHEAD_GAS) * gasPrice
  const evidence = [{ label: 'Refund, at most', value: amountOf(facts, asset, most) }]
  const active = say.fail('GAS_REFUND_ACTIVE', {
    path,
    evidence,
    sentence: `${payer} pays whoever executes this, up to ${amountOf(facts, asset, most)}.`,
  })
  const decimals = isNative ? 18 : findAsset(facts, asset)?.decimals
  if (decimals === undefined)
    return [
      active,
      say.unknown('GAS_REFUND_DRAIN', {
        path,
        evidence,
        sentence: `The refund is paid in ${gasToken}, which is not registered, so nobody can say how much that is.`,
      }),
    ]
  const bound = (isNative ? MAX_NATIVE_REFUND : MAX_TOKEN_REFUND) * 10n ** BigInt(decimals)
  if (most <= bound && baseGas <= MAX_BASE_GAS) return [active]
  return [
    active,
    say.fail('GAS_REFUND_DRAIN', {
      path,
      evidence: [...evidence, { label: 'Highest plausible', value: amountOf(facts, asset, bound) }],
      sentence: `The refund takes up to ${amountOf(facts, asset, most)}, out of all proportion to the gas used.`,
    }),
  ]
}

function fieldFindings({ staged }: Facts): readonly Finding[] {
  const { gasToken, refundReceiver, safeTxGas, gasPrice } = staged.tx
  const findings: Finding[] = []
  if (!isSameAddress(gasToken, ZERO_ADDRESS))
    findings.push(say.fail('GAS_TOKEN_CUSTOM', { sentence: `Gas is paid back in token ${gasToken}.` }))
  if (!isSameAddress(refundReceiver, ZERO_ADDRESS))
    findings.push(
      say.fail('REFUND_RECEIVER_CUSTOM', { sentence: `The refund goes to ${refundReceiver}, not to the executor.` }),
    )
  if (safeTxGas !== 0n || gasPrice !== 0n || !isAtLeast(staged.safe.version, '1.3.0'))
    findings.push(
      say.fail('INNER_FAILURE_TOLERATED', {
        sentence: 'The transaction can succeed and use up its nonce although the call inside fails.',
      }),
    )
  return findings
}
