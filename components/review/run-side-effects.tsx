import { displayText } from '@/lib/core/display-text'
import type { AllowanceSpent, CodeChange, Effects } from '@/lib/simulate/types'
import { HexGroups } from '../ui/hex-groups'
import type { Assessed } from './assessed'
import { knownName, nameOrAddress } from './known-name'
import { moneyWords } from './money-words'
import { assetOf } from './stray-clauses'

type Simulated = Extract<Effects, { kind: 'simulated' }>

/** What else the run leaves behind: code that is made, replaced or taken away, and allowances that it uses up. */
export function RunSideEffects({ effects, assessed }: { effects: Simulated; assessed: Assessed }) {
  const { code = [], spent = [] } = effects
  return (
    <>
      {code.length > 0 && <CodeTable code={code} assessed={assessed} />}
      {spent.length > 0 && (
        <>
          <p className="note">
            <b>Allowances of the Safe that shrink.</b>
          </p>
          <ul className="envs">
            {spent.map((one) => (
              <li key={`${one.token} ${one.spender}`}>
                <span />
                <span>{displayText(spentWords(one, assessed), 400)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}

/** "Uses 250.00 USDC of the allowance of X; 50.00 USDC stay allowed." */
export function spentWords({ token, spender, before, after }: AllowanceSpent, assessed: Assessed): string {
  const money = (units: bigint) => moneyWords(units, assetOf(assessed, token))
  const left = after === 0n ? 'nothing stays allowed' : `${money(after)} stay allowed`
  return `Uses or takes back ${money(before - after)} of the allowance of ${nameOrAddress(spender, assessed)}; ${left}.`
}

const COLUMNS = ['Account', 'Code hash before', 'Code hash after'] as const

function CodeTable({ code, assessed }: { code: readonly CodeChange[]; assessed: Assessed }) {
  return (
    <table className="led slots-of" role="table">
      <caption className="note">
        <b>Code that comes and goes.</b>{' '}
        {code.length === 1 ? 'One account ends with other code.' : `${code.length} accounts end with other code.`}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          {COLUMNS.map((title) => (
            <th key={title} scope="col" role="columnheader">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {code.map(({ address, before, after }) => (
          <tr role="row" key={address}>
            <th scope="row" role="rowheader">
              {displayText(knownName(address, assessed).name ?? '', 120)}{' '}
              <HexGroups hex={address} layout="two" size={12} />
            </th>
            <td role="cell" data-h={COLUMNS[1]}>
              {before === null ? 'no code' : <HexGroups hex={before} layout="hash" size={12} />}
            </td>
            <td role="cell" data-h={COLUMNS[2]}>
              <b>{after === null ? 'no code' : <HexGroups hex={after} layout="hash" size={12} />}</b>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
