'use client'
import { type SubmitEvent, useState } from 'react'
import type { Address } from 'viem'
import type { Person } from '../security/person'
import { HexGroups } from '../ui/hex-groups'
import { TextField } from '../ui/text-field'
import { ProposalEnd } from './proposal-end'
import { useProposal } from './use-proposal'

type AssetFormProps = {
  person: Person
  /** As the chain answered for this page; the symbol is the token's own word. */
  found: {
    readonly chainId: number
    readonly chainName: string
    readonly address: Address | 'native'
    readonly symbol: string
    readonly decimals: number
    readonly codeHash: string
  }
}

/** The symbol that amounts of an asset get here, once the chain said what it is. */
export function AssetForm({ person, found }: AssetFormProps) {
  const form = useProposal('add-asset')
  const [symbol, setSymbol] = useState(found.symbol)
  const { chainId, chainName, address, decimals, codeHash } = found
  return (
    <form
      className="fields admin-form"
      noValidate
      onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault()
        void form.submit(() => ({ chainId, address, symbol: symbol.trim(), decimals, codeHash }))
      }}
    >
      <TextField
        id="asset-symbol"
        label="Symbol here"
        hint={
          address === 'native'
            ? `The coin of ${chainName}.`
            : 'The token’s own word is filled in. It proves nothing: compare the address.'
        }
        autoComplete="off"
        maxLength={20}
        value={symbol}
        readOnly={address === 'native'}
        onChange={(event) => setSymbol(event.target.value)}
        error={form.errorOf('body.symbol')}
      />
      <ProposalEnd
        form={form}
        person={person}
        fields={['body.symbol']}
        action="Propose this asset"
        sentence={() => (
          <>
            Register {symbol.trim()} with {decimals} decimals on {chainName}
            {address !== 'native' && (
              <>
                , the token <HexGroups hex={address} />
              </>
            )}
            .
          </>
        )}
      />
    </form>
  )
}
