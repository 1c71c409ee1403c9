import { ownerFacts } from '@/components/safes/owner-facts'
import { OwnersSection } from '@/components/safes/owners-section'
import { safeWarnings } from '@/components/safes/safe-warnings'
import { settingFacts } from '@/components/safes/setting-facts'
import { SettingsSection } from '@/components/safes/settings-section'
import { WarningsSection } from '@/components/safes/warnings-section'
import { Banner } from '@/components/ui/banner'
import { chainOf } from '@/lib/chains/index'
import type { FoundSafeFacts } from './read-found-safe'

/** What the chain says a Safe is, beside what is expected of one. */
export function FoundSafe({ found: { safe, state, members, fault } }: { found: FoundSafeFacts }) {
  const owners = ownerFacts(state.owners, members)
  return (
    <>
      {fault !== null && (
        <Banner tone="critical" title="This is not served.">
          {fault}
        </Banner>
      )}
      <WarningsSection warnings={safeWarnings(state, owners)} />
      <SettingsSection
        settings={settingFacts({ safe, state, owners, recorded: null })}
        readBy={`read now on ${chainOf(safe.chainId).name}`}
      />
      <OwnersSection owners={owners} meta={`${state.threshold} of ${state.owners.length} have to sign`} />
    </>
  )
}
