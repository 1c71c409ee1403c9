import type { Metadata } from 'next'
import { JoinPanel } from '@/components/join/join-panel'
import { PlainFrame } from '@/components/frame/plain-frame'
import { readInstallation } from '@/db/queries/safes'
import { displayText } from '@/lib/core/display-text'
import { deps } from '@/lib/session/deps'

export const metadata: Metadata = { title: 'Invitation' }

export default async function JoinPage() {
  const shared = deps()
  const installation = await readInstallation(shared.db)
  return (
    <PlainFrame>
      <div className="wrap gate">
        <h1 className="statement">An invitation{installation && ` to ${displayText(installation.name, 80)}`}</h1>
        <p className="asked-by">
          {new URL(shared.origin).host}. Look at the address bar: it must say the same, or someone else asks you to
          sign.
        </p>
        <JoinPanel />
      </div>
    </PlainFrame>
  )
}
