'use client'
import Link from 'next/link'
import { buttonClass } from '../ui/button'
import { Copy } from '../ui/copy'
import { Section } from '../ui/section'

type InviteLinkProps = { link: string; name: string; proposalId: string }

/** The one time that an invitation's link is shown. */
export function InviteLink({ link, name, proposalId }: InviteLinkProps) {
  return (
    <Section id="link" title={`The link for ${name}`}>
      <p className="say">
        Keep this link, and give it to {name} alone. It is shown this once. It works as soon as another admin agreed to{' '}
        {proposalId}, once, and with the wallet you named only.
      </p>
      <p className="said code">
        <code>{link}</code> <Copy value={link} what={`link for ${name}`} />
      </p>
      <p className="entry-actions">
        <Link className={buttonClass('primary')} href={`/admin/proposals/${proposalId}`} prefetch={false}>
          I kept it: show {proposalId}
        </Link>
      </p>
    </Section>
  )
}
