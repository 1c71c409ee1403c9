import type { Metadata } from 'next'
import { CreateSafeForm } from '@/components/proposals/create-safe-form'
import { Button } from '@/components/ui/button'
import { Section } from '@/components/ui/section'
import { SelectField } from '@/components/ui/select-field'
import { Unavailable } from '@/components/ui/unavailable'
import { listMembers } from '@/db/queries/members'
import { deps } from '@/lib/session/deps'
import { demoPlace } from '../../demo-place'
import { viewerAt } from '../../viewer-at'
import { AdminFrame } from '../admin-frame'
import { readCreationCode } from '../read-creation-code'
import { servedChains } from '../served-chains'

export const metadata: Metadata = { title: 'Create a Safe' }

type CreateSafePageProps = { searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> }

export default async function CreateSafePage({ searchParams }: CreateSafePageProps) {
  const viewer = await viewerAt('/admin/create-safe')
  const { chain: asked } = await searchParams
  const chain = servedChains().find(({ id }) => String(id) === asked) ?? servedChains()[0]
  const { db, io } = deps()
  const members = await listMembers(db, viewer)
  const code = chain === undefined ? null : await readCreationCode(viewer, chain.id)
  return (
    <AdminFrame
      viewer={viewer}
      crumb="Create a Safe"
      statement="A new Safe stands where this page says, or it is not the one."
      asked="Your wallet sends the official factory one call. Afterwards two admins import it like any other Safe."
    >
      <Section id="chain" title="Where">
        <form className="fields admin-form" action="/admin/create-safe" method="get">
          <SelectField id="create-chain" name="chain" label="Chain" defaultValue={String(chain?.id ?? '')}>
            {servedChains().map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
          <div className="dialog-actions">
            <Button type="submit">Choose this chain</Button>
          </div>
        </form>
      </Section>
      <Section id="owners" title="Whose it is">
        {chain === undefined || code === null || !code.ok ? (
          <Unavailable title="Nothing can be created here." reason={code?.ok === false ? code.sentence : 'No chain.'}>
            Choose another chain, or try again in a moment.
          </Unavailable>
        ) : (
          <CreateSafeForm
            key={chain.id}
            chain={chain}
            creationCode={code.creationCode}
            parts={code.parts}
            saltNonce={BigInt(`0x${Buffer.from(io.random.bytes(32)).toString('hex')}`)}
            members={members}
            demo={demoPlace(viewer.memberId)}
          />
        )}
      </Section>
    </AdminFrame>
  )
}
