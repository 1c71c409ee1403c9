import type { Hash } from 'viem'
import { TextField } from '../ui/text-field'
import { compareTyped } from './typed-hash'

export type TypedHashes = { readonly domain: string; readonly message: string }

type TypedHashFieldsProps = {
  domain: Hash
  message: Hash | null
  typed: TypedHashes
  onType: (typed: TypedHashes) => void
}

/** A place to type what the device shows, compared with what is computed here as it is typed. */
export function TypedHashFields({ domain, message, typed, onType }: TypedHashFieldsProps) {
  return (
    <>
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
