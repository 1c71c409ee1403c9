import type { Metadata } from 'next'
import { SafeForm } from '@/components/proposals/safe-form'
import { Section } from '@/components/ui/section'
import { chainOf } from '@/lib/chains/index'
import { viewerAt } from '../../../viewer-at'
import { AdminFrame, readPerson } from '../../admin-frame'
import { FoundSafe } from '../../found-safe'
import { ProbeForm } from '../../probe-form'
import { type ProbeQuery, readProbe } from '../../read-probe'
import { readFoundSafe } from '../../read-found-safe'

export const metadata: Metadata = { title: 'Import a Safe' }

export default async function AddSafePage({ searchParams }: { searchParams: ProbeQuery }) {
  const viewer = await viewerAt('/admin/propose/add-safe')
  const probe = await readProbe(searchParams)
  const found = probe.asked === null ? null : await readFoundSafe(viewer, probe.asked)
  const isSound = found?.ok === true && found.fault === null
  return (
    <AdminFrame
      viewer={viewer}
      crumb="Import a Safe"
      statement="The chain says what a Safe is; two people say that it is yours."
      asked="Its proxy, its contract and their code are compared with the official deployments. What is not official is not served."
    >
      <Section id="where" title="Where it is">
        <ProbeForm
          action="/admin/propose/add-safe"
          {...probe.typed}
          label="Address of the Safe"
          hint="Whole, with or without the chain’s prefix. Copy it from your own records."
          problem={probe.problem ?? (found?.ok === false ? found.sentence : null)}
        />
      </Section>
      {found?.ok === true && <FoundSafe found={found} />}
      {isSound && (
        <Section id="name" title="What it is called here">
          <SafeForm
            person={await readPerson(viewer)}
            found={{
              ...{ chainId: found.safe.chainId, chainName: chainOf(found.safe.chainId).name },
              ...{ address: found.safe.address, safeVersion: found.state.version },
            }}
          />
        </Section>
      )}
    </AdminFrame>
  )
}
