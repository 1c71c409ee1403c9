import type { Metadata } from 'next'
import { AssetForm } from '@/components/proposals/asset-form'
import { FactsTable } from '@/components/proposals/facts-table'
import { proposalWords } from '@/components/proposals/proposal-words'
import { NO_CODE_HASH } from '@/lib/core/address'
import { Section } from '@/components/ui/section'
import { chainOf } from '@/lib/chains/index'
import { displayText } from '@/lib/core/display-text'
import { AppError } from '@/lib/core/errors'
import type { MemberActor } from '@/lib/flows/actor'
import { deps } from '@/lib/session/deps'
import { mayAskChain } from '@/lib/session/limit-calls'
import { viewerAt } from '../../../viewer-at'
import { AdminFrame, readPerson } from '../../admin-frame'
import { ProbeForm } from '../../probe-form'
import { type Probe, type ProbeQuery, readProbe } from '../../read-probe'
import { servedChains } from '../../served-chains'

export const metadata: Metadata = { title: 'Register an asset' }

export default async function AddAssetPage({ searchParams }: { searchParams: ProbeQuery }) {
  const viewer = await viewerAt('/admin/propose/add-asset')
  const query = await searchParams
  const isNative = query.address === 'native'
  const probe = isNative ? null : await readProbe(Promise.resolve(query))
  const coin = isNative ? servedChains().find(({ id }) => String(id) === query.chain) : undefined
  const found = coin ? nativeOf(coin.id) : probe?.asked ? await readToken(viewer, probe.asked) : null
  const problem = probe?.problem ?? (typeof found === 'string' ? found : null)
  return (
    <AdminFrame
      viewer={viewer}
      crumb="Register an asset"
      statement="An asset gives amounts their units."
      asked="What a token says of itself proves nothing. Compare its address with the issuer’s own page, twice."
    >
      <Section id="where" title="Which">
        <ProbeForm
          action="/admin/propose/add-asset"
          chain={String(query.chain ?? '')}
          address={typeof query.address === 'string' ? query.address : ''}
          label="Address of the token"
          hint="Or the word native, for the chain’s own coin."
          problem={problem}
        />
      </Section>
      {found !== null && typeof found !== 'string' && (
        <Section id="found" title="What the chain says of it">
          <FactsTable facts={proposalWords('add-asset', found.body).facts} />
          <AssetForm
            person={await readPerson(viewer)}
            found={{ ...found.body, chainName: chainOf(found.body.chainId).name }}
          />
        </Section>
      )}
    </AdminFrame>
  )
}

function nativeOf(chainId: number) {
  return { body: { chainId, address: 'native' as const, ...chainOf(chainId).native, codeHash: NO_CODE_HASH } }
}

async function readToken(viewer: MemberActor, asked: NonNullable<Probe['asked']>) {
  if (!(await mayAskChain(deps(), viewer)))
    return 'This session asked the chain too often within a minute. Wait a minute and ask again.'
  try {
    const said = await deps().io.chain.readToken(asked.chainId, asked.address)
    if (said.decimals === null)
      return 'The contract does not say how many decimals it has, so it is no token that can be registered.'
    return {
      body: { ...asked, symbol: displayText(said.symbol ?? '', 20), decimals: said.decimals, codeHash: said.codeHash },
    }
  } catch (error) {
    if (error instanceof AppError) return error.message
    throw error
  }
}
