import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { allCalls } from '@/lib/assess/calls'
import { RULE_SET } from '@/lib/assess/rules/index'
import { runRules } from '@/lib/assess/run'
import { verdictOf } from '@/lib/assess/verdict'
import type { DecodedArgument } from '@/lib/decode/types'
import { readCase } from '@/lib/verify/read-case'
import { verifyCase } from '@/lib/verify/verify-case'
import { type CorpusCase, corpusFacts, readCorpus } from '@/tests/fixtures/corpus/corpus-facts'
import { ReportView } from '../verifier/report-view'
import { CallsSection } from './calls-section'
import { clauseRows } from './clause-cells'
import { FindingsSection } from './findings-section'
import { readClauses } from './read-clauses'
import { ParallelSection } from '../ui/parallel-section'

const { cases } = readCorpus()
const named = cases.map((given) => ({ id: given.id, name: given.name.slice(0, 60), given }))

/** What somebody reads, without the gaps and the numbers of groups of digits. */
const textOf = (html: string) =>
  html
    .replaceAll(/<small.*?<\/small>/g, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/\s/g, '')
    .toLowerCase()

async function drawn(given: CorpusCase) {
  const facts = await corpusFacts(given)
  const findings = runRules(facts)
  const assessment = { ...facts, findings, verdict: verdictOf(findings), ruleSet: RULE_SET }
  const assessed = { assessment, contacts: facts.contacts, safeName: 'Treasury' }
  const clauses = readClauses(assessed)
  const html = renderToStaticMarkup(
    <>
      <ParallelSection id="s1" title="Asked, and what will happen" rows={clauseRows(clauses, assessed)} />
      <FindingsSection findings={findings} clauses={clauses} meta="" />
      <CallsSection assessed={assessed} clauses={clauses} />
    </>,
  )
  return { facts, clauses, html, findings }
}

const addressesIn = ({ type, value }: DecodedArgument): readonly string[] =>
  typeof value !== 'string' ? value.flatMap(addressesIn) : type === 'address' ? [value] : []

describe('each case of the corpus, as the review page draws it', () => {
  it.each(named)('$id says where it differs, on both sides: $name', async ({ given }) => {
    const { clauses, html, findings } = await drawn(given)
    const rows = [...html.matchAll(/<tr role="row" data-row.*?<\/tr>/gs)].map(([row]) => row)
    expect(rows).toHaveLength(clauses.length)
    for (const [at, { mark, no }] of clauses.entries()) {
      const row = rows[at] ?? ''
      const [asked = '', effect = ''] = [...row.matchAll(/<td class="(?:asked|effect)".*?<\/td>/gs)].map(([cell]) =>
        textOf(cell),
      )
      expect(asked, `${no} asked`).not.toBe('')
      expect(effect, `${no} effect`).not.toBe('')
      const words = { same: 'equal', differs: 'differs', added: 'notaskedfor', missing: 'asked,doesnothappen' }
      expect(textOf(row)).toContain(mark === 'unknown' ? 'unanswered' : words[mark])
    }
    const text = textOf(html)
    for (const { outcome, code } of findings) if (outcome !== 'pass') expect(text).toContain(code.toLowerCase())
  })

  it.each(named)('$id shortens no address and no hash: $name', async ({ given }) => {
    const { facts, html } = await drawn(given)
    const judged = await verifyCase(readCase({ item: 0, name: '', value: given }))
    const report = renderToStaticMarkup(<ReportView report={judged} />)
    const calls = allCalls(facts).map(({ node }) => node)
    const addresses = calls.flatMap((node) => [node.target, ...node.arguments.flatMap(addressesIn)])
    for (const text of [html, report].map(textOf)) {
      for (const address of addresses) expect(text).toContain(address.toLowerCase())
      expect(text).not.toMatch(/0x[0-9a-f]{1,63}…/)
    }
    const { domain, message, safeTx } = judged.hashes
    for (const hash of [domain, message, safeTx]) expect(textOf(report)).toContain((hash ?? '').slice(2))
  })
})
