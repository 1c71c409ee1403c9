import { displayText } from '@/lib/core/display-text'
import { Section } from '../ui/section'

/** What each node of a chain was found to be able to do. */
export type ChainNodes = {
  readonly name: string
  readonly nodes: readonly {
    readonly party: string
    readonly silence: string | null
    readonly lacks: readonly string[]
    readonly misses: readonly string[]
  }[]
}

/** Every node that the desk asks, and what it cannot do. */
export function NodesSection({ chains }: { chains: readonly ChainNodes[] }) {
  const nodes = chains.flatMap(({ name, nodes: found }) => found.map((node) => ({ name, ...node })))
  const well = nodes.filter(({ silence, lacks }) => silence === null && lacks.length === 0)
  return (
    <Section id="nodes" title="Nodes" meta={`${well.length} of ${nodes.length}`}>
      <ol className="setup">
        {nodes.map((node) => (
          <li
            key={`${node.name} ${node.party}`}
            data-row
            tabIndex={-1}
            className={well.includes(node) ? 'done' : undefined}
          >
            <span className="mark" aria-hidden="true">
              {well.includes(node) ? '✓' : '·'}
            </span>
            <span>
              <b>{displayText(node.party, 80)}</b>, {displayText(node.name, 40)}
              <span className="sub">{displayText(nodeWords(node), 300)}</span>
            </span>
          </li>
        ))}
      </ol>
    </Section>
  )
}

/** What a node can do, what it cannot, and what follows. */
export function nodeWords({ silence, lacks, misses }: ChainNodes['nodes'][number]): string {
  if (silence !== null) return `It does not answer. ${silence}`
  const sentences = [
    ...(lacks.length === 0 ? [] : [`It cannot simulate, because it has no ${lacks.join(' and no ')}.`]),
    ...(misses.includes('eth_simulateV1')
      ? ['Without eth_simulateV1 it runs nothing as a whole block, and confirms of other nodes only how a run ends.']
      : []),
    ...(misses.includes('eth_getProof') ? ['Without eth_getProof it proves nothing for a signer’s own run.'] : []),
  ]
  return sentences.length === 0 ? 'It does everything that a review asks for.' : sentences.join(' ')
}
