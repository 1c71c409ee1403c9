'use client'
import Link from 'next/link'
import { useState } from 'react'
import type { Address as AddressText, Hex } from 'viem'
import type { MemberLine } from '@/db/queries/members'
import { displayText } from '@/lib/core/display-text'
import { buildNewSafe, type SafeParts } from '@/lib/stage/new-safe'
import { ownerFacts } from '../safes/owner-facts'
import { safeWarnings } from '../safes/safe-warnings'
import { WarningsSection } from '../safes/warnings-section'
import { Address } from '../ui/address'
import { buttonClass } from '../ui/button'
import { EmptyState } from '../ui/empty-state'
import { HexGroups } from '../ui/hex-groups'
import { SelectField } from '../ui/select-field'
import type { DemoPlace } from '../wallet/demo-place'
import { FormProblem } from '../wallet/form-problem'
import { sentenceOf } from '../wallet/sentence-of'
import { useWallets } from '../wallet/use-wallets'
import { WalletButtons } from '../wallet/wallet-buttons'

type CreateSafeFormProps = {
  chain: { readonly id: number; readonly name: string }
  creationCode: Hex
  parts: SafeParts
  saltNonce: bigint
  members: readonly MemberLine[]
  demo: DemoPlace | null
}

/** Owners and threshold of a new Safe, where it will stand, and the wallet that creates it. */
export function CreateSafeForm({ chain, creationCode, parts, saltNonce, members, demo }: CreateSafeFormProps) {
  const signers = members.filter(({ isActive, roles }) => isActive && roles.includes('signer'))
  const keys = signers.flatMap(({ name, wallets }) => wallets.map(({ address }) => ({ name, address })))
  const [owners, setOwners] = useState<readonly AddressText[]>([])
  const [wanted, setWanted] = useState(2)
  const [sent, setSent] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const wallets = useWallets(owners.length > 0, demo)
  const threshold = Math.min(wanted, owners.length)
  const made = owners.length === 0 ? null : buildNewSafe(parts, { owners, threshold, saltNonce }, creationCode)
  if (keys.length === 0)
    return (
      <EmptyState title="Nobody here is a signer with a proven wallet.">
        Invite signers first; they own the Safe.
      </EmptyState>
    )

  async function create(walletId: string) {
    if (made === null) return
    setProblem(null)
    setIsBusy(true)
    try {
      const { prepareExecutor } = await import('../review/submit-execution')
      const wallet = await prepareExecutor(walletId, chain.id)
      const transaction = { from: wallet.account, to: made.to, data: made.data, value: '0x0' }
      setSent(String(await wallet.request('eth_sendTransaction', [transaction])))
    } catch (error) {
      setProblem(sentenceOf(error))
    }
    setIsBusy(false)
  }

  return (
    <div className="fields admin-form">
      <fieldset className="roles" disabled={sent !== null}>
        <legend>Owners</legend>
        {keys.map(({ name, address }) => (
          <label key={address}>
            <input
              type="checkbox"
              checked={owners.includes(address)}
              onChange={({ target }) =>
                setOwners(target.checked ? [...owners, address] : owners.filter((one) => one !== address))
              }
            />
            <span>
              <b>{displayText(name, 80)}</b> <HexGroups hex={address} />
            </span>
          </label>
        ))}
      </fieldset>
      {made !== null && (
        <>
          <SelectField
            id="create-threshold"
            label="Owners who sign"
            value={String(threshold)}
            disabled={sent !== null}
            onChange={({ target }) => setWanted(Number(target.value))}
          >
            {owners.map((_, at) => (
              <option key={at} value={at + 1}>
                {at + 1} of {owners.length}
              </option>
            ))}
          </SelectField>
          <WarningsSection warnings={safeWarnings({ owners: [...owners], threshold }, ownerFacts(owners, members))} />
          <div>
            <p>
              It will stand on {chain.name} at this address, version {parts.singleton.version}, without modules or
              guard:
            </p>
            <Address address={made.address} name="The new Safe" provenance="own" source="worked out in this browser" />
          </div>
          {problem !== null && <FormProblem sentence={problem} />}
          {sent === null ? (
            <WalletButtons wallets={wallets} verb="Create with" isBusy={isBusy} onChoose={({ id }) => create(id)} />
          ) : (
            <div role="status">
              <p>Sent. Once the chain has it, import it: everything about it is read again from the chain.</p>
              <p className="dialog-actions">
                <Link
                  className={buttonClass('primary')}
                  href={`/admin/propose/add-safe?chain=${chain.id}&address=${made.address}`}
                  prefetch={false}
                >
                  Import it
                </Link>
              </p>
            </div>
          )}
        </>
      )}
    </div>
  )
}
