import { displayText } from '@/lib/core/display-text'
import { Address } from '../ui/address'
import { ParallelSection } from '../ui/parallel-section'
import type { SettingAddress, SettingFact } from './setting-facts'

type SettingsSectionProps = { settings: readonly SettingFact[]; readBy: string }

/** §1: what is expected of a Safe beside what the chain has, as a review shows asked beside what will happen. */
export function SettingsSection({ settings, readBy }: SettingsSectionProps) {
  return (
    <ParallelSection
      id="s1"
      number="§1"
      title="Settings, expected and on chain"
      askedTitle="Expected"
      askedBy="registered here, or as last reviewed"
      effectTitle="On chain"
      effectBy={readBy}
      rows={settings.map((setting, at) => ({
        no: `1.${at + 1}`,
        name: setting.name,
        mark: setting.mark,
        asked: (
          <>
            {setting.expected}
            <span className="sub">{setting.source}</span>
          </>
        ),
        effect: <Found setting={setting} />,
      }))}
    />
  )
}

function Found({ setting: { found, addresses, mark } }: { setting: SettingFact }) {
  return (
    <>
      {addresses.map((one) => (
        <SettingLine key={one.address} {...one} />
      ))}
      {found !== '' && <span className={mark === 'differs' ? 'alert' : undefined}>{displayText(found, 400)}</span>}
    </>
  )
}

function SettingLine({ address, name, isOfficial }: SettingAddress) {
  return (
    <Address
      address={address}
      name={name}
      provenance={isOfficial ? 'official' : 'unknown'}
      source={isOfficial ? 'official deployment' : 'not an official deployment'}
    />
  )
}
