import type { Hash } from 'viem'
import type { HashOpinions } from '@/lib/assess/types'
import { grouped } from './effect-words'
import type { CheckState } from './use-verification'

/** "This browser, the server, getTransactionHash at block 21,891,902: three results, all equal." */
export function hashWords(
  checked: CheckState,
  { own, protocolKit, contract }: HashOpinions,
  block: bigint | null,
): string {
  if (checked.kind === 'running') return 'This browser is computing it.'
  if (checked.kind === 'failed') return 'This browser could not compute it, so nothing may be signed here.'
  const inBrowser = { by: 'This browser', hash: checked.found.hashes.safeTx }
  return opinionWords([inBrowser, { by: 'the server', hash: own }], { own, protocolKit, contract }, block)
}

/** The same of whoever computed it first, beside the two who are asked always. */
export function opinionWords(
  first: readonly { readonly by: string; readonly hash: Hash | null }[],
  { own, protocolKit, contract }: HashOpinions,
  block: bigint | null,
): string {
  const at = block === null ? '' : ` at block ${grouped(block)}`
  const opinions = [
    ...first,
    { by: 'protocol-kit', hash: protocolKit },
    { by: `the Safe’s getTransactionHash${at}`, hash: contract },
  ]
  const silent = opinions.filter(({ hash }) => hash === null).map(({ by }) => by)
  const given = opinions.filter(({ hash }) => hash !== null)
  const isEqual = given.every(({ hash }) => hash?.toLowerCase() === own.toLowerCase())
  const said = `${given.map(({ by }) => by).join(', ')}: ${given.length} results, ${isEqual ? 'all equal' : 'not all equal'}.`
  return silent.length === 0 ? said : `${said} No answer from ${silent.join(' and ')}.`
}
