import type { ChainNodes } from '@/components/proposals/nodes-section'
import type { MemberActor } from '@/lib/flows/actor'
import { deps } from '@/lib/session/deps'
import { mayAskChain } from '@/lib/session/limit-calls'
import { servedChains } from './served-chains'

/** What every node of every chain can do, as they show it now; none where this session asked too often. */
export async function readNodes(viewer: MemberActor): Promise<readonly ChainNodes[]> {
  if (!(await mayAskChain(deps(), viewer))) return []
  return Promise.all(servedChains().map(async ({ id, name }) => ({ name, nodes: await deps().io.simulator.probe(id) })))
}
