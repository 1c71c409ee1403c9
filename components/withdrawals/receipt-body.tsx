import type { ReactNode } from 'react'
import type { Hex } from 'viem'
import type { WithdrawalReceipt } from '@/db/queries/receipt'
import { displayText } from '@/lib/core/display-text'
import { formatMoney, formatUnits } from '@/lib/core/money'
import { clockSecond, utcDay } from '../review/times'
import { HexGroups } from '../ui/hex-groups'
import { Section } from '../ui/section'

type Facts = readonly (readonly [name: string, fact: ReactNode])[]

/** What was paid, by whom it was decided, and where the chain has it. */
export function ReceiptBody({ receipt }: { receipt: WithdrawalReceipt }) {
  const { payments, staged, approvals, handOvers, safe, chain } = receipt
  return (
    <>
      {payments.map(({ leg, isAtMost, recipientName }, at) => (
        <Section key={at} id={`payment-${at + 1}`} title={`Payment ${at + 1} of ${payments.length}`}>
          <List
            facts={[
              ['Amount', `${isAtMost ? 'at most ' : ''}${formatMoney(leg.units, leg.asset)}`],
              ['Base units', `${leg.units}, ${leg.asset.decimals} decimals`],
              [
                'Asset',
                leg.asset.address === 'native' ? 'the chain’s own coin' : <HexGroups hex={leg.asset.address} />,
              ],
              ['Recipient', recipientName === null ? 'no name in the address book' : displayText(recipientName, 80)],
              ['Recipient’s address', <HexGroups key="to" hex={leg.recipient} />],
            ]}
          />
        </Section>
      ))}
      <Section id="execution" title="On chain">
        <List
          facts={[
            ...executionFacts(receipt),
            ['SafeTx hash', <HexGroups key="hash" hex={receipt.safeTxHash as Hex} layout="hash" />],
          ]}
        />
      </Section>
      <Section id="decided" title="Decided by">
        <List
          facts={[
            ['Staged', actWords(staged)],
            ...approvals.map((one): Facts[number] => ['Approved', actWords(one)]),
            ...handOvers.map((one): Facts[number] => ['Handed over to', actWords(one)]),
            ['Safe', `${displayText(safe.name, 80)} on ${chain.name}, nonce ${receipt.nonce}`],
            ['Safe’s address', <HexGroups key="safe" hex={safe.address as Hex} />],
          ]}
        />
      </Section>
    </>
  )
}

function executionFacts({ execution, state, chain }: WithdrawalReceipt): Facts {
  if (execution === null)
    return [
      ['Block time and fee', state === 'executed' ? 'not known: no receipt was kept' : 'none: it is not executed'],
    ]
  const { txHash, blockNumber, blockTime, fee } = execution
  const known: Facts = [
    ['Transaction', <HexGroups key="tx" hex={txHash as Hex} layout="hash" />],
    ['Block', String(blockNumber)],
    ['Block time', moment(blockTime)],
  ]
  if (fee === null) return [...known, ['Fee', 'not known: no receipt told it']]
  const { whole, fraction } = formatUnits(fee.wei, chain.native.decimals)
  return [
    ...known,
    ['Fee', `${whole}${fraction} ${chain.native.symbol}, ${fee.wei} wei`],
    ['Fee paid by', fee.payerName === null ? 'nobody of this desk' : displayText(fee.payerName, 80)],
    ['Payer’s address', <HexGroups key="payer" hex={fee.payer} />],
  ]
}

function List({ facts }: { facts: Facts }) {
  return (
    <dl className="raw">
      {facts.map(([name, fact], at) => (
        <Fact key={at} name={name} fact={fact} />
      ))}
    </dl>
  )
}

function Fact({ name, fact }: { name: string; fact: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{fact}</dd>
    </>
  )
}

const moment = (at: Date) => `${utcDay(at)}, ${clockSecond(at)} UTC`
const actWords = ({ name, at }: { name: string; at: Date }) => `${displayText(name, 80)}, ${moment(at)}`
