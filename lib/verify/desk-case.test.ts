import { describe, expect, it } from 'vitest'
import { readCases } from '@/lib/verify/read-file'
import { verifyCase } from '@/lib/verify/verify-case'
import { honestReviewed } from '@/tests/builders/honest-review'
import { verifierJson } from '@/lib/verify/desk-case'

async function judged(change: (json: string) => string = (json) => json) {
  const { assessment, contacts } = honestReviewed()
  const [given] = readCases(change(verifierJson({ id: 'W-1', assessment, contacts })))
  if (!given) throw new Error('it is one transaction')
  return { report: await verifyCase(given), assessment }
}

describe('the JSON of a review', () => {
  it('is read by the offline verifier as the same transaction, and judged as honest', async () => {
    const { report, assessment } = await judged()
    expect(report.hashes).toEqual(assessment.staged.hashes)
    expect(report.given.context.owners).toEqual(assessment.safe?.owners)
    expect(['ok', 'review']).toContain(report.verdict)
  })

  it('with another recipient in its bytes is blocked there, whatever the desk says about it', async () => {
    const { assessment } = honestReviewed()
    const data = assessment.staged.tx.data
    const { report } = await judged((json) => json.replace(data, data.replace(/.{8}(?=.{64}$)/, 'deadbeef')))
    expect(report.verdict).toBe('block')
    expect(report.findings.filter(({ outcome }) => outcome === 'fail').map(({ code }) => code)).toEqual(
      expect.arrayContaining(['HASH_MISMATCH', 'INTENT_MISMATCH']),
    )
  })
})
