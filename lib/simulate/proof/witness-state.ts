import { SimpleStateManager } from '@ethereumjs/statemanager'
import {
  Account,
  type Address as EvmAddress,
  bytesToHex,
  createAddressFromString,
  hexToBytes,
  unpadBytes,
} from '@ethereumjs/util'
import type { Address, Hash, Hex } from 'viem'
import { getAddress, pad } from 'viem/utils'
import { ProofFault } from '@/lib/simulate/proof/fault'
import { NO_CODE_HASH } from '@/lib/core/address'
import { changeOf } from '@/lib/simulate/code-changes'
import type { ProvenAccount } from '@/lib/simulate/proof/proven-state'
import type { StateOverrides } from '@/lib/simulate/execution-call'
import type { CodeChange } from '@/lib/simulate/types'

const orNone = (codeHash: Hash | null): Hash | null => (codeHash === NO_CODE_HASH ? null : codeHash)

/** Below this, addresses belong to precompiled contracts, which have no state. */
const FIRST_ACCOUNT = 0x200n

/**
 * State of one run: what a block proves, and what the run makes of it. What nobody proved stops the run; that no answer is
 * made up is the whole point.
 */
export class WitnessState extends SimpleStateManager {
  /** The first thing that was missing. An interpreter may take a throw for a failed call, so it is looked at afterwards. */
  missing: ProofFault | null = null
  readonly #proven: ReadonlyMap<string, ProvenAccount>
  readonly #made = new Set<string>()
  readonly #before = new Map<string, Hex>()

  constructor(proven: ReadonlyMap<Address, ProvenAccount>) {
    super()
    this.#proven = new Map([...proven].map(([address, account]) => [address.toLowerCase(), account]))
  }

  /** Puts what is proven in place, and then what the simulated approvals pretend. */
  async load(overrides: StateOverrides): Promise<void> {
    for (const [address, account] of this.#proven) {
      if (!account.exists) continue
      const at = createAddressFromString(address)
      // Its code was hashed when it was proven.
      const codeHash = hexToBytes(account.codeHash)
      await super.putAccount(at, new Account(account.nonce, account.balance, undefined, codeHash))
      if (account.code !== '0x') this.topCodeStack().set(at.toString(), hexToBytes(account.code))
      for (const [slot, word] of account.storage) await this.#putWord(address, slot, word)
    }
    for (const [address, { stateDiff = {} }] of Object.entries(overrides))
      for (const [slot, word] of Object.entries(stateDiff))
        await this.#putWord(address.toLowerCase(), slot as Hash, word)
  }

  async #putWord(address: string, slot: Hash, word: Hex): Promise<void> {
    this.#before.set(`${address}_${slot}`, pad(word, { size: 32 }))
    await super.putStorage(createAddressFromString(address), hexToBytes(slot), unpadBytes(hexToBytes(word)))
  }

  override async getAccount(address: EvmAddress): Promise<Account | undefined> {
    const key = address.toString()
    if (!this.#isKnown(key)) throw this.#lacks(key, null)
    return super.getAccount(address)
  }

  override async putAccount(address: EvmAddress, account?: Account): Promise<void> {
    this.#made.add(address.toString())
    return super.putAccount(address, account)
  }

  override async getCode(address: EvmAddress): Promise<Uint8Array> {
    const key = address.toString()
    if (!this.#isKnown(key)) throw this.#lacks(key, null)
    return super.getCode(address)
  }

  override async getStorage(address: EvmAddress, slot: Uint8Array): Promise<Uint8Array> {
    const [key, word] = [address.toString(), bytesToHex(slot)]
    if (!this.#isKnown(key)) throw this.#lacks(key, null)
    const isRead = this.topStorageStack().has(`${key}_${word}`)
    // Of what was nowhere in that block, every slot that the run did not write is zero.
    const isNew = this.#proven.get(key)?.exists !== true
    if (!isRead && !isNew) throw this.#lacks(key, word)
    return super.getStorage(address, slot)
  }

  /** Takes an account that the run made out of the state, with its code and storage. */
  async remove(address: EvmAddress): Promise<void> {
    this.topCodeStack().delete(address.toString())
    await super.clearStorage(address)
    await super.deleteAccount(address)
  }

  /** Slots of an account that end with another word, ascending. */
  storageChanges(account: Address): { slot: Hash; before: Hex; after: Hex }[] {
    const prefix = `${account.toLowerCase()}_`
    return [...this.topStorageStack()]
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => ({
        slot: key.slice(prefix.length) as Hash,
        before: this.#before.get(key) ?? pad('0x', { size: 32 }),
        after: pad(bytesToHex(value), { size: 32 }),
      }))
      .filter(({ before, after }) => before !== after)
      .sort((one, other) => (one.slot < other.slot ? -1 : 1))
  }

  /** Accounts whose native balance ends otherwise, ascending. */
  nativeChanges(): { account: Address; asset: 'native'; before: bigint; after: bigint }[] {
    return [...this.topAccountStack()]
      .map(([key, account]) => ({
        account: getAddress(key),
        asset: 'native' as const,
        before: this.#proven.get(key)?.balance ?? 0n,
        after: account?.balance ?? 0n,
      }))
      .filter(({ before, after }) => before !== after)
      .sort((one, other) => (one.account < other.account ? -1 : 1))
  }

  /** Accounts that end with other code, ascending. */
  codeChanges(): CodeChange[] {
    return [...this.topAccountStack()]
      .flatMap(([key, account]) => {
        const { exists = false, codeHash = null } = this.#proven.get(key) ?? {}
        const after = account === undefined ? null : bytesToHex(account.codeHash)
        return changeOf(getAddress(key), exists ? orNone(codeHash) : null, orNone(after))
      })
      .sort((one, other) => (one.address < other.address ? -1 : 1))
  }

  #isKnown(key: string): boolean {
    return this.#proven.has(key) || this.#made.has(key) || BigInt(key) < FIRST_ACCOUNT
  }

  #lacks(address: string, slot: string | null): ProofFault {
    const what = slot === null ? `the account ${address}` : `slot ${slot} of ${address}`
    const fault = new ProofFault('missing', `The run reads ${what}, and nothing proves it.`, { address, slot })
    this.missing ??= fault
    return fault
  }
}
