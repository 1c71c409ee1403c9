import type { Hash } from 'viem'
import { DeviceHashes } from '../review/device-hashes'
import { TextField } from '../ui/text-field'
import { compareTyped } from './typed-hash'

type DeviceCheckProps = {
  domain: Hash
  message: Hash | null
  isRefused: boolean
  typed: TypedHashes
  onType: (typed: TypedHashes) => void
}

export type TypedHashes = { readonly domain: string; readonly message: string }

/** Both hashes as a device shows them, and a place to type what it did show. */
export function DeviceCheck({ domain, message, isRefused, typed, onType }: DeviceCheckProps) {
  return (
    <>
      <DeviceHashes domain={domain} message={message} isRefused={isRefused} />
      <TypedField
        id="typed-domain"
        label="Domain hash, as the device shows it"
        hash={domain}
        value={typed.domain}
        onType={(text) => onType({ ...typed, domain: text })}
      />
      {message !== null && (
        <TypedField
          id="typed-message"
          label="Message hash, as the device shows it"
          hash={message}
          value={typed.message}
          onType={(text) => onType({ ...typed, message: text })}
        />
      )}
    </>
  )
}

type TypedFieldProps = { id: string; label: string; hash: Hash; value: string; onType: (text: string) => void }

function TypedField({ id, label, hash, value, onType }: TypedFieldProps) {
  const { kind, words } = compareTyped(hash, value)
  const isWrong = kind === 'differs' || kind === 'no-hash'
  return (
    <TextField
      id={id}
      label={label}
      face="bytes"
      value={value}
      onChange={(event) => onType(event.target.value)}
      autoComplete="off"
      spellCheck={false}
      {...(isWrong ? { error: words } : { hint: words })}
    />
  )
}
