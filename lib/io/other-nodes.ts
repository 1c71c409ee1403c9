import 'server-only'
import type { Hash } from 'viem'
import { numberToHex } from 'viem/utils'
import { AppError } from '@/lib/core/errors'
import { inTime } from '@/lib/io/in-time'
import type { Capabilities } from '@/lib/io/node-capabilities'
import type { Node } from '@/lib/io/rpc'
import { answered, blockShape, hexShape, isRevert, readHead } from '@/lib/io/rpc-shapes'
import { type BlockSubject, measureSimulatedBlock, type SimulatedBlock } from '@/lib/io/simulated-block'
import { effectsDigest, statusOf } from '@/lib/simulate/effects'
import type { Head } from '@/lib/simulate/environments'
import { differentClaim, unshownClaim } from '@/lib/simulate/told-logs'
import type { NodeVoice, SimulationStatus } from '@/lib/simulate/types'

type Run = {
  readonly node: Node
  readonly head: Pick<Head, 'number' | 'hash' | 'timestamp'>
  readonly subject: BlockSubject
  readonly status: SimulationStatus
  /** What the node shown measured in a simulated block, where it can. */
  readonly block: SimulatedBlock | null
  readonly capabilitiesOf: (node: Node) => Promise<Capabilities>
}

/**
 * Asks every other node of the chain for the block and for the same run (SPEC §3), at the newest block that both have. One
 * that does not answer in time, or tells the outcome alone, says nothing.
 */
export function askOthers(others: readonly Node[], run: Run): Promise<readonly NodeVoice[]> {
  return Promise.all(
    others.map(async (other): Promise<NodeVoice> => {
      const { party } = other
      try {
        const theirs = await inTime(readHead(other))
        const shared = theirs.number < run.head.number ? await ownBlockAt(run, theirs.number) : run.head
        if (shared === null)
          return { party, ...otherwise(`${run.node.party} does not say which block ${theirs.number} it has`) }
        return { party, ...(await inTime(opinionOf(other, { ...run, theirs, shared }))) }
      } catch (error) {
        // Whatever another node answers, it never takes the review away.
        const what = error instanceof AppError ? error.message : 'Its answer could not be read.'
        return { party, says: 'nothing', what }
      }
    }),
  )
}

type Told = Pick<Head, 'number' | 'hash' | 'timestamp'>
type Opinion = Omit<NodeVoice, 'party'>
const otherwise = (what: string): Opinion => ({ says: 'other', what })

// A node that lags by some blocks is asked at the newest that both have, and what it measures there is held against the
// same effects: whoever makes a newer block up gains nothing by it. The outcome alone confirms no amounts.
async function opinionOf(other: Node, run: Run & { readonly theirs: Told; readonly shared: Told }): Promise<Opinion> {
  const { head, subject, status, theirs, shared } = run
  const { number } = shared
  const its = number === theirs.number ? theirs : await blockAt(other, number)
  if (its.hash !== shared.hash) return otherwise(`its block ${number} is another one, ${its.hash}`)
  // The age of a block is believed by its time: an old one with a new time is no news of the chain.
  if (its.timestamp !== shared.timestamp)
    return otherwise(`its block ${number} is of ${its.timestamp}, not of ${shared.timestamp}`)
  const found = await runOn(other, { ...subject, block: numberToHex(number) }, await run.capabilitiesOf(other))
  if (found.status !== status) return otherwise(`there it ends as ${found.status}, here as ${status}`)
  if (found.block === null || run.block === null)
    return {
      ...{ says: 'nothing', isSameEnd: true },
      what: `It knows the block and ends as ${status}, too. What moves could not be compared.`,
    }
  const digestOf = ({ measured }: SimulatedBlock): Hash => effectsDigest(measured, subject.safe)
  const where = number === head.number ? 'there' : `there, at block ${number},`
  if (digestOf(found.block) !== digestOf(run.block))
    return otherwise(`${where} balances, allowances, code or the Safe’s storage differ`)
  const claim = logDifference(found.block, run.block, subject)
  return claim === null ? { says: 'same', what: '' } : otherwise(`${where} ${claim}`)
}

// Where to look for what moves was read from the traces of the node shown, so what it left out of them was measured nowhere. The
// other's own logs are no answer to that node's questions.
function logDifference(theirs: SimulatedBlock, own: SimulatedBlock, { runs }: BlockSubject): string | null {
  if (theirs.measured.status === 'reverted') return null
  return (
    unshownClaim(
      theirs.logs,
      runs.map(({ trace }) => trace),
    ) ?? differentClaim(theirs.logs, own.logs)
  )
}

type Found = { readonly status: SimulationStatus; readonly block: SimulatedBlock | null }

async function runOn(other: Node, subject: BlockSubject, can: Capabilities): Promise<Found> {
  const block = can.simulateV1 ? await measureSimulatedBlock(other, subject) : null
  if (block !== null) return { status: block.measured.status, block }
  if (!can.callOverrides) throw new AppError('UNAVAILABLE', `${other.party} simulates nothing.`)
  const { from, to, data, stateOverrides } = subject.call
  const [answer] = await other.ask([
    { method: 'eth_call', params: [{ from, to, data }, subject.block, stateOverrides] },
  ])
  if (answer?.ok === false && isRevert(answer.message)) return { status: 'reverted', block }
  return { status: statusOf(false, answered(other, hexShape, answer)), block }
}

async function blockAt(node: Node, number: bigint): Promise<Told> {
  const [answer] = await node.ask([{ method: 'eth_getBlockByNumber', params: [numberToHex(number), false] }])
  return answered(node, blockShape, answer)
}

// The node shown is not waited for as the others are: its silence is its own, and speaks against it alone.
const ownBlockAt = ({ node }: Run, number: bigint): Promise<Told | null> => blockAt(node, number).catch(() => null)
