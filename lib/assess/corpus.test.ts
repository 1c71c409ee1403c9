import { describe, expect, it } from 'vitest'
import { RULES } from '@/lib/assess/rules/index'
import { runRules } from '@/lib/assess/run'
import { corpusFacts, type CorpusCase, readCorpus } from '@/tests/fixtures/corpus/corpus-facts'

const { cases, findingSeverities } = readCorpus()
const judged = RULES.filter(({ id }) => id !== 'simulation')
const ours = new Set(judged.flatMap(({ codes }) => Object.keys(codes)))

const isAsked = (code: string) => ours.has(code)

/** The corpus counts entries from 0 below the SafeTx; the desk from 1 below call 1. */
const ownPath = (path: string) => ['1', ...path.split('.').map((at) => String(Number(at) + 1))].join('.')

async function present(given: CorpusCase): Promise<readonly { code: string; path: string }[]> {
  // Without a simulation an untrusted delegatecall may write any slot: unknown is the answer there.
  return runRules(await corpusFacts(given), judged).filter(
    ({ outcome, code }) => outcome === 'fail' || (outcome === 'unknown' && code === 'SINGLETON_CHANGE'),
  )
}

describe('the corpus', () => {
  it('gives every shared code the severity of the vocabulary', () => {
    for (const { codes } of judged)
      for (const [code, severity] of Object.entries(codes))
        if (findingSeverities[code] !== undefined) expect([code, severity]).toEqual([code, findingSeverities[code]])
  })

  it.each(cases.map((given) => ({ id: given.id, kind: given.class, name: given.name.slice(0, 60), given })))(
    '$id $kind: $name',
    async ({ given }) => {
      const found = await present(given)
      const expected = (given.expected.findings ?? []).filter(({ code }) => isAsked(code))
      for (const { code, path } of expected) {
        expect(found.map((finding) => finding.code)).toContain(code)
        if (path) expect(found).toContainEqual(expect.objectContaining({ code, path: ownPath(path) }))
      }
      const forbidden = (given.expected.mustNot ?? []).filter((code) => isAsked(code))
      expect(found.map(({ code }) => code).filter((code) => forbidden.includes(code))).toEqual([])
    },
  )

  const benign = cases.filter(({ class: kind }) => kind === 'benign')
  it.each(benign.map((given) => ({ id: given.id, name: given.name.slice(0, 60), given })))(
    'raises nothing critical on benign $id: $name',
    async ({ given }) => {
      const critical = runRules(await corpusFacts(given), judged).filter(
        ({ severity, outcome, code }) => severity === 'critical' && outcome === 'fail' && isAsked(code),
      )
      expect(critical.map(({ code }) => code)).toEqual([])
    },
  )
})
