import Link from 'next/link'
import type { ContractLine } from '@/db/queries/contracts'
import { findChain } from '@/lib/chains/index'
import { displayText } from '@/lib/core/display-text'
import { buttonClass } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { HexGroups } from '../ui/hex-groups'
import { Section } from '../ui/section'

/** The contracts whose functions two people vouch for. */
export function ContractsSection({ lines, mayPropose }: { lines: readonly ContractLine[]; mayPropose: boolean }) {
  return (
    <Section id="contracts" title="Contracts" meta={lines.filter(({ functions }) => functions.length > 0).length}>
      {lines.length === 0 ? (
        <EmptyState title="No contract is registered.">
          Tokens, and the contracts that every desk knows, can be called without. A function of any other contract is
          vouched for by two people first, for the code that it runs.
        </EmptyState>
      ) : (
        <ul className="choices">
          {lines.map((line) => (
            <li key={`${line.chainId} ${line.address}`} data-row tabIndex={-1}>
              <span>
                <b>{displayText(line.name, 80)}</b> on {findChain(line.chainId)?.name ?? `chain ${line.chainId}`},{' '}
                {line.functions.length === 0 ? 'not vouched for any more' : `version ${line.version}`}
                <span className="sub">
                  <HexGroups hex={line.address} />
                </span>
                <span className="sub bytes">{line.functions.map((text) => displayText(text, 200)).join(' · ')}</span>
              </span>
              {mayPropose && (
                <Link
                  className={buttonClass('quiet')}
                  href={`/admin/propose/set-contract?chain=${line.chainId}&address=${line.address}`}
                  prefetch={false}
                >
                  Change it<span className="sr">, {displayText(line.name, 80)}</span>
                </Link>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
