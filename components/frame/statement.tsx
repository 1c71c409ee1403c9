import type { ReactNode } from 'react'

export type StatementProps = {
  /** Short facts above: number, Safe and nonce, reference, state. Each becomes one of a row. */
  crumbs?: readonly ReactNode[]
  /** The sentence someone answers for; amounts in `<b className="num">`. */
  children: ReactNode
  /** Who asked and why, under the sentence. */
  asked?: ReactNode
  /** Right column: policy, earliest execution, expiry. */
  facts?: readonly { name: string; fact: ReactNode }[]
}

/** The head of a page: one serif sentence, written from what happens. */
export function Statement({ crumbs = [], children, asked, facts = [] }: StatementProps) {
  return (
    <div className={facts.length > 0 ? 'cols head' : 'head'}>
      <div>
        {crumbs.length > 0 && (
          <p className="crumb">
            {crumbs.map((crumb, index) => (
              <span key={index}>{crumb}</span>
            ))}
          </p>
        )}
        <h1 className="statement">{children}</h1>
        {asked !== undefined && <p className="asked-by">{asked}</p>}
      </div>
      {facts.length > 0 && <Facts facts={facts} />}
    </div>
  )
}

/** Name left, fact right; `isPadded` as the body of a section. */
export function Facts({
  facts,
  isPadded = false,
}: {
  facts: readonly { name: string; fact: ReactNode }[]
  isPadded?: boolean
}) {
  return (
    <dl className={isPadded ? 'facts pad' : 'facts'}>
      {facts.map(({ name, fact }) => (
        <Fact key={name} name={name} fact={fact} />
      ))}
    </dl>
  )
}

function Fact({ name, fact }: { name: string; fact: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{fact}</dd>
    </>
  )
}
