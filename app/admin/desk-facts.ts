import type { DeskFacts } from '@/components/proposals/checklist'
import { readPolicyVersion } from '@/db/queries/recorded-safe'
import { listMembers } from '@/db/queries/members'
import { listAssets, listContacts, listSafes } from '@/db/queries/safes'
import type { MemberActor } from '@/lib/flows/actor'
import { unliftableReason } from '@/lib/policy/freeze'
import { deps } from '@/lib/session/deps'
import { mayAskChain } from '@/lib/session/limit-calls'
import { firstUse } from './first-use'
import { servedChains } from './served-chains'

/** What is set up here, as rows and chains have it now. */
export async function readDeskFacts(viewer: MemberActor): Promise<DeskFacts> {
  const { db, io } = deps()
  const [members, safes, assets, contacts, isAsked] = await Promise.all([
    listMembers(db, viewer),
    listSafes(db, viewer),
    listAssets(db, viewer),
    listContacts(db, viewer, io.clock.now()),
    mayAskChain(deps(), viewer),
  ])
  const active = members.filter(({ isActive }) => isActive)
  const now = io.clock.now()
  const [chains, policies] = await Promise.all([
    Promise.all(
      servedChains().map(async ({ id, name, parties }) => ({
        ...{ id, name },
        nodes: isAsked ? await io.chain.readNodes(id) : parties.map((party) => ({ party, fault: TOO_OFTEN })),
      })),
    ),
    Promise.all(safes.map(({ id }) => readPolicyVersion(db, viewer, id))),
  ])
  return {
    now,
    chains,
    people: active.map(({ name, roles, wallets, passkeys }) => ({
      ...{ name, roles, hasWallet: wallets.length > 0, hasPasskey: passkeys.length > 0 },
      countsFrom: firstUse(
        passkeys.map(({ usableFrom }) => usableFrom),
        now,
      ),
    })),
    unliftable: unliftableReason(active.map(({ id, roles, isActive }) => ({ memberId: id, roles, isActive }))),
    safes: safes.map(({ name }, place) => ({ name, hasPolicy: typeof policies[place] === 'number' })),
    assets: assets.length,
    contacts: contacts.length,
  }
}

const TOO_OFTEN = 'it was not asked, because this session opened too many pages within a minute.'
