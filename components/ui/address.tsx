import type { Address as AddressHex } from 'viem'
import { Copy } from './copy'
import { HexGroups } from './hex-groups'
import { ProvenanceMark, type Provenance } from './provenance-mark'

export type AddressProps = {
  address: AddressHex
  /** Absent is said in red: "No name here". */
  name?: string | undefined
  provenance: Provenance
  /** Where the name comes from, in words: "address book, 37 payments". */
  source: string
  canCopy?: boolean
  layout?: 'two' | 'line'
}

/** Name, provenance, then all forty digits: never shortened where a decision is made. */
export function Address({ address, name, provenance, source, canCopy = true, layout = 'two' }: AddressProps) {
  return (
    <span className="adr">
      <span className="line">
        {name === undefined ? <span className="name none">No name here</span> : <span className="name">{name}</span>}
        <ProvenanceMark provenance={provenance} source={source} />
      </span>
      <span className="line">
        <HexGroups hex={address} layout={layout} />
        {canCopy && <Copy value={address} what={name === undefined ? 'unnamed address' : `address of ${name}`} />}
      </span>
    </span>
  )
}
