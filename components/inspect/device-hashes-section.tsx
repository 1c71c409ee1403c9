'use client'
import { useState } from 'react'
import type { SafeTxHashes } from '@/lib/stage/types'
import { DeviceHashes } from '../review/device-hashes'
import { TypedHashFields, type TypedHashes } from '../review/typed-hash-fields'
import { Fold } from '../ui/fold'
import { Section } from '../ui/section'

type DeviceHashesSectionProps = { hashes: SafeTxHashes; version: string; isRefused: boolean }

/** What a hardware wallet shows that is asked to sign this. Here nobody is asked to. */
export function DeviceHashesSection({ hashes: { domain, message }, version, isRefused }: DeviceHashesSectionProps) {
  const [typed, setTyped] = useState<TypedHashes>({ domain: '', message: '' })
  return (
    <Section
      id="device"
      title={isRefused ? 'If a device shows this, refuse' : 'What a device shows for this'}
      meta={`EIP-712, Safe ${version}`}
    >
      <DeviceHashes domain={domain} message={message} isRefused={isRefused} />
      <Fold summary="Compare what your device shows, character by character">
        <TypedHashFields domain={domain} message={message} typed={typed} onType={setTyped} />
      </Fold>
      <p className="note">Nobody is asked to sign this here. The message hash is the one to tell it by.</p>
    </Section>
  )
}
