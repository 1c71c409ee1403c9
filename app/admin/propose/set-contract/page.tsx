import type { Metadata } from 'next'
import { ContractForm } from '@/components/proposals/contract-form'
import { FactsTable } from '@/components/proposals/facts-table'
import { peopleWords } from '@/components/proposals/policy-state'
import { codeFacts } from '@/components/proposals/proposal-words'
import { Section } from '@/components/ui/section'
import { type AgreedChange, listAgreed } from '@/db/queries/agreed-changes'
import { type ContractLine, listContracts } from '@/db/queries/contracts'
import { chainOf } from '@/lib/chains/index'
import { AppError } from '@/lib/core/errors'
import type { MemberActor } from '@/lib/flows/actor'
import { deps } from '@/lib/session/deps'
import { mayAskChain } from '@/lib/session/limit-calls'
import { viewerAt } from '../../../viewer-at'
import { AdminFrame, readPerson } from '../../admin-frame'
import { ProbeForm } from '../../probe-form'
import { type Probe, type ProbeQuery, readProbe } from '../../read-probe'

export const metadata: Metadata = { title: 'Register a contract' }

export default async function SetContractPage({ searchParams }: { searchParams: ProbeQuery }) {
  const viewer = await viewerAt('/admin/propose/set-contract')
  const probe = await readProbe(searchParams)
  const found = probe.asked ? await readContract(viewer, probe.asked) : null
  return (
    <AdminFrame
      viewer={viewer}
      crumb="Register a contract"
      statement="A contract is called only by functions that two people read."
      asked="They count for the code that the contract runs today. When it runs other code, its calls stop until two people look again."
    >
      <Section id="where" title="Which">
        <ProbeForm
          action="/admin/propose/set-contract"
          {...probe.typed}
          label="Address of the contract"
          hint="Whole. Copy it from the contract’s own documentation, not from a search."
          problem={probe.problem ?? (typeof found === 'string' ? found : null)}
        />
      </Section>
      {found !== null && typeof found !== 'string' && (
        <Section id="found" title="What the chain says of it">
          <FactsTable facts={codeFacts(found.pinned, found.before.name || 'this contract')} />
          <ContractForm
            // Not by version: what somebody typed outlives another registration.
            key={`${found.pinned.chainId} ${found.pinned.address}`}
            person={await readPerson(viewer)}
            found={{ ...found.pinned, chainName: chainOf(found.pinned.chainId).name }}
            before={found.before}
            suggested={found.suggested}
          />
        </Section>
      )}
    </AdminFrame>
  )
}

async function readContract(viewer: MemberActor, { chainId, address }: NonNullable<Probe['asked']>) {
  const { db, io } = deps()
  if (!(await mayAskChain(deps(), viewer)))
    return 'This session asked the chain too often within a minute. Wait a minute and ask again.'
  try {
    const [pin, lines, [abi], agreed] = await Promise.all([
      io.chain.readCodePin(chainId, address),
      listContracts(db, viewer),
      io.abis.lookUp(chainId, [address]),
      listAgreed(db, viewer, ['set-contract']),
    ])
    const before = lines.find((line) => line.chainId === chainId && line.address === address)
    return {
      pinned: { chainId, address, ...pin },
      before: {
        ...{ version: before?.version ?? 0, name: before?.name ?? '', functions: before?.functions ?? [] },
        says: before === undefined ? '' : whoWords(agreed, before, io.clock.now()),
      },
      suggested:
        abi === undefined || 'failure' in abi
          ? null
          : {
              functions: Object.values(abi.functions).sort(),
              from: abi.source === 'sourcify' ? 'that Sourcify has' : 'from this desk’s folder',
            },
    }
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
}

/** Who registered this version; '' where nobody proposed it. */
function whoWords(agreed: readonly AgreedChange[], { chainId, address, version }: ContractLine, now: Date): string {
  const found = agreed.find(({ body }) => {
    const asked = body as { chainId?: number; address?: string; version?: number }
    return asked.chainId === chainId && asked.address === address && asked.version === version - 1
  })
  return found === undefined ? '' : peopleWords(found, now)
}
