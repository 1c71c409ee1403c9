import type { Hex } from 'viem'
import { Copy } from './copy'

export type DevicePanelProps = {
  domainHash: Hex | null
  messageHash: Hex | null
  /** Digits per line of the member's device. */
  lineDigits?: 16 | 32
  /** On a blocked page: outlined, so that seeing these groups on a device means cancel. */
  isRefused?: boolean
  children?: React.ReactNode
}

/** What the hardware wallet will show: two hashes in sixteen numbered groups each. */
export function DevicePanel({
  domainHash,
  messageHash,
  lineDigits = 32,
  isRefused = false,
  children,
}: DevicePanelProps) {
  return (
    <div className={isRefused ? 'dev refuse' : 'dev'}>
      <DeviceHash label="Domain hash" hash={domainHash} lineDigits={lineDigits} />
      <DeviceHash label="Message hash" hash={messageHash} lineDigits={lineDigits} />
      {children}
    </div>
  )
}

function DeviceHash({ label, hash, lineDigits }: { label: string; hash: Hex | null; lineDigits: 16 | 32 }) {
  return (
    <div className="row">
      <div className="lab">
        <span>{label}</span>
        {hash !== null && <Copy value={hash} what={label.toLowerCase()} />}
      </div>
      {hash === null ? (
        <div className="blank">
          <p>No hash: the wallet cannot be asked to sign this.</p>
        </div>
      ) : (
        <div className={lineDigits === 16 ? 'grid per-4' : 'grid'}>
          {(hash.slice(2).match(/.{4}/g) ?? []).map((group, index) => (
            <span key={index}>
              <small aria-hidden="true">{index + 1}</small>
              {group}
            </span>
          ))}
        </div>
      )}
    </div>
  )
}
