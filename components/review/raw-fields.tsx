import type { ReactNode } from 'react'
import type { SafeTx } from '@/lib/stage/types'
import { Copy } from '../ui/copy'
import { HexGroups } from '../ui/hex-groups'
import { grouped } from './effect-words'

/** The ten fields as an owner signs them. */
export function RawFields({ tx }: { tx: SafeTx }) {
  const address = (hex: `0x${string}`, what: string): ReactNode => (
    <>
      <HexGroups hex={hex} /> <Copy value={hex} what={what} />
    </>
  )
  const fields: readonly (readonly [string, ReactNode])[] = [
    ['to', address(tx.to, 'to')],
    ['value', String(tx.value)],
    ['data', tx.data === '0x' ? 'none' : `${grouped((tx.data.length - 2) / 2)} bytes, beside`],
    ['operation', operationWords(tx.operation)],
    ['safeTxGas', String(tx.safeTxGas)],
    ['baseGas', String(tx.baseGas)],
    ['gasPrice', String(tx.gasPrice)],
    ['gasToken', address(tx.gasToken, 'gasToken')],
    ['refundReceiver', address(tx.refundReceiver, 'refundReceiver')],
    ['nonce', String(tx.nonce)],
  ]
  return (
    <dl className="raw">
      {fields.map(([name, value]) => (
        <Field key={name} name={name} value={value} />
      ))}
    </dl>
  )
}

function operationWords(operation: number): ReactNode {
  const name = operation === 0 ? 'call' : operation === 1 ? 'delegatecall' : 'no such operation'
  return (
    <>
      {operation} <span className="quiet">{name}</span>
    </>
  )
}

function Field({ name, value }: { name: string; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}
