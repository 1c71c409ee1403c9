'use client'
import { useState } from 'react'
import { DevicePanel } from '../ui/device-panel'

type DeviceHashesProps = { domain: `0x${string}`; message: `0x${string}` | null; isRefused?: boolean }

/** Both hashes, in lines as long as the member's device writes them. */
export function DeviceHashes({ domain, message, isRefused = false }: DeviceHashesProps) {
  const [lineDigits, setLineDigits] = useState<16 | 32>(32)
  const other = lineDigits === 32 ? 16 : 32
  return (
    <DevicePanel domainHash={domain} messageHash={message} lineDigits={lineDigits} isRefused={isRefused}>
      <p className="way">
        <span>Set in lines of {lineDigits} characters.</span>
        <button className="copy" type="button" onClick={() => setLineDigits(other)}>
          Set in lines of {other}
        </button>
      </p>
    </DevicePanel>
  )
}
