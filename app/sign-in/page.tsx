import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { PlainFrame } from '@/components/frame/plain-frame'
import { MemberList } from '@/components/sign-in/member-list'
import { SignInPanel } from '@/components/sign-in/sign-in-panel'
import { Section } from '@/components/ui/section'
import { readInstallation } from '@/db/queries/safes'
import { displayText } from '@/lib/core/display-text'
import { deps } from '@/lib/session/deps'
import { getViewer } from '@/lib/session/viewer'
import { demoMembers } from '../demo-members'
import { demoPlace } from '../demo-place'
import { hasPasskeyHere } from '../has-passkey-here'
import { safePath } from '@/components/sign-in/safe-path'

export const metadata: Metadata = { title: 'Sign in' }

type SignInPageProps = { searchParams: Promise<{ to?: string | string[] }> }

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const to = safePath((await searchParams).to)
  const viewer = await getViewer()
  if (viewer) redirect(to === '/' && !(await hasPasskeyHere(viewer)) ? '/security' : to)
  const shared = deps()
  const installation = await readInstallation(shared.db)
  const demo = demoPlace(null)
  const members = await demoMembers()
  return (
    <PlainFrame>
      <div className="wrap gate">
        <h1 className="statement">Countersign{installation && `, ${displayText(installation.name, 80)}`}</h1>
        <p className="asked-by">
          {new URL(shared.origin).host}. Look at the address bar: it must say the same, or someone else asks you to
          sign.
        </p>
        {demo !== null && (
          <Section id="demo" title="Be a demo member" meta="demo build, local chain only">
            <MemberList members={members} currentId={null} rpcUrl={demo.rpcUrl} to={to} />
          </Section>
        )}
        <SignInPanel to={to} />
        <Section id="passkeys" number="2" title="Passkeys">
          <p className="note">Asked for each action that moves money, never here.</p>
        </Section>
      </div>
    </PlainFrame>
  )
}
