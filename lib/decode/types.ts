import type { Address, Hash, Hex } from 'viem'

/**
 * Where a call's reading came from. `verified`: this contract's own ABI at a pinned deployment or the Safe itself;
 * `standard`: a standard interface at a registered contract; `registered`: a function that two people of this desk vouch
 * for at this contract and its code; `selector-only`: names by selector, judged by the worst;
 * `too-deep`: not opened, because the tree would pass its limits; `unknown`: raw bytes; `plain`: no calldata.
 */
export type Provenance = 'verified' | 'standard' | 'registered' | 'selector-only' | 'too-deep' | 'unknown' | 'plain'

/** `value` is text: decimal for numbers, checksummed hex for addresses, 0x for bytes; tuples and arrays nest. */
export type DecodedArgument = {
  readonly name: string
  readonly type: string
  readonly value: string | readonly DecodedArgument[]
}

/** Ways in which bytes are not the canonical encoding of what they seem to say. */
export type Anomaly = 'trailing' | 'noncanonical' | 'truncated' | 'multisend-malformed'

/** What calldata says by one function, e.g. "transfer(address,uint256)". */
export type Reading = { readonly signature: string; readonly arguments: readonly DecodedArgument[] }

/** Where a fetched ABI comes from. Whoever publishes it says what it means: it vouches for nothing. */
export type AbiOrigin = {
  readonly source: 'local-folder' | 'sourcify'
  /** Of Sourcify: whether the source compiles to exactly this code, metadata included. */
  readonly match?: 'exact_match' | 'match'
  /** Whose ABI it is, where a proxy stands at the address itself. */
  readonly implementation?: Address
}

/** A name that nothing vouches for, and what calldata would say by it; null where the bytes are not its one encoding. */
export type NamedReading = {
  readonly signature: string
  readonly arguments: readonly DecodedArgument[] | null
  /** The ABI that was fetched for the address; null for a name from the index of selectors. */
  readonly abi: AbiOrigin | null
  /** The fetched ABI has this function, and the code does not seem to. */
  readonly isAbsent?: true
}

/** A fetched ABI: selector → signature with the names of its parameters, such as "pay(address to, uint256 amount)". */
export type FetchedAbi = {
  readonly origin: AbiOrigin
  readonly functions: Readonly<Record<string, string>>
  /** Selectors of functions that the code does not seem to have. */
  readonly absent: readonly string[]
}

export type CallNode = {
  /** "1" is the SafeTx itself, "1.2" the second entry of its batch, 1-based. */
  readonly path: string
  readonly operation: number
  /** As in the bytes; in a MultiSend ≥ 1.5.0 entry 0x0 means the Safe itself and `target` says so. */
  readonly to: Address
  readonly value: bigint
  readonly data: Hex
  /** Who is really called, after 0x0-to-self. */
  readonly target: Address
  /** Whose funds, storage and name the call uses: the Safe, or the contract that a plain call went to. */
  readonly actor: Address
  /** Where it runs when that is another chain; '' on the Safe's own. Nothing there is known by its address. */
  readonly elsewhere: string
  /** Name of an official deployment, registered asset or the Safe; '' when nobody named it. */
  readonly targetName: string
  readonly provenance: Provenance
  /** keccak256 of the canonical JSON of the ABI entry used, null when none was. */
  readonly abiHash: Hash | null
  /** e.g. "transfer(address,uint256)"; '' when unknown or plain. */
  readonly signature: string
  readonly arguments: readonly DecodedArgument[]
  /** Every signature known for the selector when nothing vouches for any of them. */
  readonly candidates: readonly string[]
  /** What the bytes would say by each of the candidates. */
  readonly readings: readonly Reading[]
  /** Names that nobody vouches for, the likeliest first. For people only: no rule may look at them, so none gets milder. */
  readonly names: readonly NamedReading[]
  readonly anomalies: readonly Anomaly[]
  /** Calls inside, also those that only a candidate would make: what is inside never makes a call safer. */
  readonly children: readonly CallNode[]
}

/** Selector in lower case → signatures. */
export type SelectorNames = Readonly<Record<string, readonly string[]>>

/** A contract whose functions the organisation itself vouches for: Solidity signatures with the names of parameters. */
export type VouchedContract = {
  readonly address: Address
  readonly name: string
  readonly functions: readonly string[]
}

/** What the decoder is told about the world; the first four are the desk's own registry. */
export type DecodeContext = {
  readonly chainId: number
  readonly safe: Address
  readonly safeVersion: string
  /** Registered token contracts. */
  readonly tokens: readonly { readonly address: Address; readonly symbol: string }[]
  /** Contracts that two people registered, and that run the code they looked at. Built-in readings go first. */
  readonly contracts?: readonly VouchedContract[]
  /** Index of names: selector in lower case → signatures. */
  readonly names?: SelectorNames
  /** Fetched ABIs by address in lower case. They read no self-call and no contract of the registry. */
  readonly abis?: Readonly<Record<string, FetchedAbi>>
}

/** True when an ABI that something vouches for read the call itself; says nothing of the calls inside. */
export const isRead = ({ provenance }: Pick<CallNode, 'provenance'>): boolean =>
  ['verified', 'standard', 'registered', 'plain'].includes(provenance)
