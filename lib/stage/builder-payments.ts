import { isSameAddress, parseAddress } from '@/lib/core/address'
import { displayText } from '@/lib/core/display-text'
import { formatUnits } from '@/lib/core/money'
import { type BuilderTransaction, parseBuilderFile, parseBuilderTransaction } from '@/lib/stage/builder-file'
import { type RawIntent, parseLeg } from '@/lib/stage/intent'
import {
  type ListContext,
  quoted,
  type ReadList,
  refuseList,
  repeatWarnings,
  tooManyPayments,
} from '@/lib/stage/payment-list'
import { readTransferData } from '@/lib/stage/transfer-data'
import type { Leg } from '@/lib/stage/types'

/**
 * Payments from a batch that the Transaction Builder of Safe{Wallet} saved. Only plain transfers are taken: the chain's
 * coin without data, or transfer(address,uint256) of a registered asset. One strange transaction refuses the whole batch.
 */
export function readBuilderPayments(text: string, context: ListContext): ReadList {
  const json = parseJson(text)
  if (json === undefined) return refuseList('This begins as JSON and is not whole. Copy or save the file again.')
  const file = parseBuilderFile(json)
  if (file === null) return refuseList('This is JSON and no batch of the Transaction Builder.')
  if (!/^1\.\d+$/.test(file.version))
    return refuseList(`This batch has the format ${quoted(file.version)}; only 1.0 is read.`)
  const { chain, safe } = context
  if (file.chainId !== String(chain.id))
    return refuseList(
      `This batch is for chain ${quoted(file.chainId)}; ${displayText(safe.name, 80)} is on ${chain.name}, which is chain ${chain.id}.`,
    )
  if (file.transactions.length === 0) return refuseList('This batch holds no transaction.')
  const tooMany = tooManyPayments(file.transactions.length)
  if (tooMany !== null) return refuseList(tooMany)

  const read = file.transactions.map((transaction, at) => readTransaction(transaction, at + 1, context))
  const problems = read.flatMap((one) => one.problems)
  if (problems.length > 0) return refuseList(...problems)
  const placed = read.flatMap(({ leg }, at) => (leg === null ? [] : [{ leg, at: at + 1 }]))
  const warnings = [
    ...otherSafe(file.meta?.createdFromSafeAddress ?? safe.address, context),
    ...repeatWarnings(placed, 'Transactions'),
  ]
  return { ok: true, legs: placed.map(({ leg }) => leg), warnings }
}

type ReadTransaction = { readonly leg: Leg | null; readonly problems: readonly string[] }

function readTransaction(json: unknown, number: number, context: ListContext): ReadTransaction {
  const parsed = parseBuilderTransaction(json)
  if (!parsed.ok) return refused(`Transaction ${number} ${parsed.message}; ${ONLY_TRANSFERS}`)
  const means = meaningOf(parsed.transaction, context)
  if (!means.ok) return refused(`Transaction ${number} ${means.message}; ${ONLY_TRANSFERS}`)
  // The fields of the form have the last word, so that a file can mean nothing that could not be typed.
  const { asset, recipient, units, problems } = parseLeg(means.leg, context)
  if (problems.length > 0)
    return refused(...problems.map(({ field, message }) => `Transaction ${number}, ${field}: ${message}`))
  return asset === null || recipient === null || units === null
    ? refused(`Transaction ${number} is not a payment; ${ONLY_TRANSFERS}`)
    : { leg: { asset, recipient, units }, problems: [] }
}

const ONLY_TRANSFERS = 'only plain transfers are taken here.'
const refused = (...problems: readonly string[]): ReadTransaction => ({ leg: null, problems })

type Meaning =
  { readonly ok: true; readonly leg: RawIntent['legs'][number] } | { readonly ok: false; readonly message: string }

const no = (message: string): Meaning => ({ ok: false, message })

function meaningOf(transaction: BuilderTransaction, context: ListContext): Meaning {
  const { to, value, data, contractMethod } = transaction
  const { chain, assets } = context
  if (!WHOLE_NUMBER.test(value)) return no(`has the value ${quoted(value)}, which is no whole number of base units`)
  const hasData = data !== null && data !== undefined && data !== '' && data !== '0x'
  if (!hasData && !contractMethod) {
    const amount = exact(value, chain.native.decimals)
    return { ok: true, leg: { asset: 'native', recipient: to, amount } }
  }
  const pays = hasData ? readTransferData(data) : calledTransfer(transaction)
  if (!pays.ok) return no(pays.message)
  if (hasData && contractMethod) {
    const said = calledTransfer(transaction)
    const isSame = said.ok && isSameAddress(said.to, pays.to) && BigInt(said.units) === BigInt(pays.units)
    if (!isSame) return no('says one thing in its data and another in its method')
  }
  if (BigInt(value) !== 0n) return no(`sends ${chain.native.symbol} along with a transfer`)
  const token = parseAddress(to, chain.shortName)
  const address = token.ok ? token.address : to
  const decimals = assets.find((one) => one.chainId === chain.id && isSameAddress(one.address, address))?.decimals ?? 0
  return { ok: true, leg: { asset: address, recipient: pays.to, amount: exact(pays.units, decimals) } }
}

/** What a transaction means whose method was filled in field by field. */
function calledTransfer({
  contractMethod,
  contractInputsValues,
}: BuilderTransaction): ReturnType<typeof readTransferData> {
  const { name = '', inputs = [] } = contractMethod ?? {}
  const types = inputs.map(({ type }) => type).join()
  if (name !== 'transfer' || types !== 'address,uint256')
    return { ok: false, message: `calls ${quoted(name)}${name === 'transfer' ? `(${quoted(types)})` : ''}` }
  const values = new Map(Object.entries(contractInputsValues ?? {}))
  const [to, units] = inputs.map((input) => values.get(input.name))
  if (to === undefined || units === undefined || inputs[0]?.name === inputs[1]?.name)
    return { ok: false, message: 'calls transfer and does not say to whom and how much' }
  if (!WHOLE_NUMBER.test(units))
    return { ok: false, message: `transfers ${quoted(units)}, which is no whole number of base units` }
  return { ok: true, to, units }
}

const WHOLE_NUMBER = /^\d{1,78}$/

/** Base units as the exact decimal a person would type. */
function exact(units: string, decimals: number): string {
  const { whole, fraction } = formatUnits(BigInt(units), decimals)
  return `${whole}${fraction}`
}

function otherSafe(madeFrom: string, { safe }: ListContext): string[] {
  const isOther = madeFrom !== '' && !isSameAddress(madeFrom, safe.address)
  return isOther
    ? [`This batch was made for another Safe, ${quoted(madeFrom)}. It would be paid by ${displayText(safe.name, 80)}.`]
    : []
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // the caller has a sentence for it
  }
}
