import type { ReactNode } from 'react'
import { AbiMark, type AbiSource } from './abi-mark'
import { Icon } from './icon'

export type CallNode = {
  /** "1.2"; unique in the tree and the anchor `call-1.2`. */
  path: string
  /** "CALL", "DELEGATECALL", "SSTORE". */
  op: string
  /** Signature, selector, or "no calldata". */
  fn: string
  /** Who is called, by name. */
  name: string
  abi?: { source: AbiSource; words: string }
  clause?: { href: string; label: string }
  args?: readonly { name: string; value: ReactNode }[]
  /** A blocking finding points at this call. */
  isBad?: boolean
  children?: readonly CallNode[]
}

/** What each call does, nested as it runs. */
export function CallTree({ root }: { root: CallNode }) {
  return (
    <div className="tree">
      <CallLine node={root} />
      <CallList nodes={root.children ?? []} />
    </div>
  )
}

function CallList({ nodes }: { nodes: readonly CallNode[] }) {
  if (nodes.length === 0) return null
  return (
    <ol>
      {nodes.map((node) => (
        <li key={node.path}>
          <CallLine node={node} />
          <CallList nodes={node.children ?? []} />
        </li>
      ))}
    </ol>
  )
}

function CallLine({ node }: { node: CallNode }) {
  const { path, op, fn, name, abi, clause, args = [], isBad = false } = node
  return (
    <div className={isBad ? 'node bad' : 'node'} id={`call-${path}`}>
      <div className="l1">
        <span className="path">{path}</span>
        <span className="op">
          {isBad && <Icon name="v-critical" />}
          {op}
          {isBad && <span className="sr">, blocked</span>}
        </span>
        <span className="fn">{fn}</span>
        <b>{name}</b>
        {abi !== undefined && <AbiMark source={abi.source} words={abi.words} />}
        {clause !== undefined && (
          <a className="cl" href={clause.href}>
            {clause.label}
          </a>
        )}
      </div>
      {args.length > 0 && (
        <dl className="args">
          {args.map((arg, index) => (
            <Argument key={index} name={arg.name} value={arg.value} />
          ))}
        </dl>
      )}
    </div>
  )
}

function Argument({ name, value }: { name: string; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}
