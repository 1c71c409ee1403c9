import type { Metadata } from 'next'
import Link from 'next/link'
import { Statement } from '@/components/frame/statement'
import { AddressesSection } from '@/components/security/addresses-section'
import { EnrolSection } from '@/components/security/enrol-section'
import { LogKeySection } from '@/components/security/log-key-section'
import { PasskeysSection } from '@/components/security/passkeys-section'
import { SessionsSection } from '@/components/security/sessions-section'
import { buttonClass } from '@/components/ui/button'
import { listOwnWallets } from '@/db/queries/member'
import { listOwnPasskeyLines, listOwnSessions } from '@/db/queries/own-security'
import { readInstallation } from '@/db/queries/safes'
import { displayText } from '@/lib/core/display-text'
import { deps } from '@/lib/session/deps'
import { demoPlace } from '../demo-place'
import { DeskFrame } from '../desk-frame'
import { viewerAt } from '../viewer-at'

export const metadata: Metadata = { title: 'My security' }

export default async function SecurityPage() {
  const viewer = await viewerAt('/security')
  const { db, io, origin, logPublicKey } = deps()
  const now = io.clock.now()
  const [passkeys, sessions, addresses, installation] = await Promise.all([
    listOwnPasskeyLines(db, viewer, new URL(origin).hostname),
    listOwnSessions(db, viewer, now),
    listOwnWallets(db, viewer),
    readInstallation(db),
  ])
  const keptCount = passkeys.filter(({ retiredAt }) => retiredAt === null).length
  const person = {
    memberId: viewer.memberId,
    name: viewer.name,
    installation: installation?.id ?? '',
    isDemo: demoPlace(viewer.memberId) !== null,
  }
  return (
    <DeskFrame viewer={viewer} current="/security" instruments={[]}>
      <div className="wrap">
        <Statement crumbs={['My security']} asked="A wallet signs you in. A passkey confirms each thing you do.">
          {headline(keptCount, sessions.length)}
        </Statement>
        {viewer.roles.includes('admin') && (
          <p className="entry-actions">
            <Link className={buttonClass('quiet')} href="/admin/enrolment" prefetch={false}>
              Enrol others
            </Link>
          </p>
        )}
      </div>
      <div className="wrap cols security">
        <div>
          {keptCount === 0 && <EnrolSection person={person} />}
          {passkeys.length > 0 && <PasskeysSection passkeys={passkeys} person={person} now={now} />}
          <SessionsSection sessions={sessions} currentHash={viewer.sessionHash} now={now} />
        </div>
        <aside className="rail" aria-label="Addresses and keys">
          <AddressesSection addresses={addresses} name={displayText(viewer.name, 80)} />
          <LogKeySection publicKey={logPublicKey} />
        </aside>
      </div>
    </DeskFrame>
  )
}

function headline(passkeys: number, sessions: number): string {
  const keys = passkeys === 0 ? 'no passkey' : passkeys === 1 ? 'one passkey' : `${passkeys} passkeys`
  const where = sessions === 1 ? 'one browser' : `${sessions} browsers`
  return `You have ${keys} here and are signed in with ${where}.`
}
