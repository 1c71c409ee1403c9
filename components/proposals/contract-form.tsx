'use client'
import { type SubmitEvent, useState } from 'react'
import type { Address } from 'viem'
import { displayText } from '@/lib/core/display-text'
import type { Person } from '../security/person'
import { AreaField } from '../ui/area-field'
import { HexGroups } from '../ui/hex-groups'
import { TextField } from '../ui/text-field'
import { contractChanges, type Registered } from './contract-changes'
import { Meanwhile } from './meanwhile'
import { ProposalEnd } from './proposal-end'
import { readFunctions } from './read-functions'
import { useProposal } from './use-proposal'

type ContractFormProps = {
  person: Person
  /** As the chain answered for this page. */
  found: {
    readonly chainId: number
    readonly chainName: string
    readonly address: Address
    readonly codeHash: string
    readonly implementation: Address | null
    readonly implementationCodeHash: string | null
  }
  /** The version that counts now; 0 and nothing for a contract that is new here. */
  before: Registered & { readonly says: string }
  /** What a source of ABIs says of it; it vouches for nothing. */
  suggested: { readonly functions: readonly string[]; readonly from: string } | null
}

const FIELDS = ['body.name', 'body.functions']

/** The name of a contract here and the functions that may be called, once the chain said which code it runs. */
export function ContractForm({ person, found, before, suggested }: ContractFormProps) {
  const form = useProposal('set-contract')
  // What was registered when somebody began to type; the page may learn of another version while they do.
  const [base, setBase] = useState<Registered>(before)
  const [name, setName] = useState(before.name)
  const [typed, setTyped] = useState(before.functions.join('\n'))
  const { chainName, ...pinned } = found
  const problem = form.problemIn('body.functions')
  return (
    <form
      className="fields admin-form"
      noValidate
      onSubmit={(event: SubmitEvent<HTMLFormElement>) => {
        event.preventDefault()
        void form.submit(() => ({
          ...{ ...pinned, version: base.version, name: name.trim() },
          functions: readFunctions(typed, 'body.functions'),
        }))
      }}
    >
      {before.version !== base.version && (
        <Meanwhile action={`Go on from version ${before.version}`} onGoOn={() => setBase(before)}>
          <p>
            Version {before.version} of it is registered now. {before.says}
          </p>
          <ul className="choices">
            {contractChanges(base, before).map((words) => (
              <li key={words}>{displayText(words, 600)}</li>
            ))}
          </ul>
        </Meanwhile>
      )}
      <TextField
        id="contract-name"
        label="Name here"
        autoComplete="off"
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.target.value)}
        error={form.errorOf('body.name')}
      />
      <AreaField
        id="contract-functions"
        label="Functions that may be called"
        face="bytes"
        hint={
          before.version === 0
            ? 'One a line, such as stake(uint256 amount), or the ABI as JSON. Leave out what nobody here calls.'
            : 'One a line, or the ABI as JSON. With none left, nothing at this contract is vouched for any more.'
        }
        rows={8}
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        error={problem?.message}
      />
      {suggested !== null && suggested.functions.length > 0 && (
        <div className="entry-actions">
          <button className="copy" type="button" onClick={() => setTyped(suggested.functions.join('\n'))}>
            Fill in {suggested.functions.length} functions {suggested.from}
          </button>
          <p className="quiet">
            Whoever publishes an ABI writes what it says. Compare it with the contract’s own source.
          </p>
        </div>
      )}
      <ProposalEnd
        form={form}
        person={person}
        fields={problem === null ? FIELDS : [...FIELDS, problem.field]}
        action="Propose this contract"
        sentence={({ body }) => (
          <>
            Vouch for {countOf(body)} of {name.trim()} on {chainName}, the contract <HexGroups hex={found.address} />.
          </>
        )}
      />
    </form>
  )
}

function countOf(body: unknown): string {
  const { functions } = body as { readonly functions: readonly string[] }
  if (functions.length === 0) return 'no function any more'
  return functions.length === 1 ? `the function ${functions[0]}` : `${functions.length} functions`
}
