import { describe, expect, it } from 'vitest'
import { readCases } from '@/lib/verify/read-file'
import { verifyCase } from '@/lib/verify/verify-case'
import { honestReviewed } from '@/tests/builders/honest-review'
import { verifierJson } from '@/lib/verify/desk-case'
import { payEth, payUsdc, STRANGER, VENDOR } from '@/tests/builders/sample-facts'

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

  it('of a batch names each payment, so that a payee who was not asked for is found there', async () => {
    const { assessment, contacts } = honestReviewed({ legs: [payUsdc(5n), payEth(7n), payUsdc(9n, STRANGER)] })
    const json = verifierJson({ id: 'W-1', assessment, contacts })
    const judge = async (text: string) => {
      const [given] = readCases(text)
      if (!given) throw new Error('it is one transaction')
      return verifyCase(given)
    }
    const honest = await judge(json)
    expect(honest.findings.map(({ code, outcome }) => `${code} ${outcome}`)).toContain('INTENT_MISMATCH pass')
    expect(['ok', 'review']).toContain(honest.verdict)
    expect((await judge(json.replace(`"to": "${STRANGER}"`, `"to": "${VENDOR}"`))).verdict).toBe('block')
    expect((await judge(json.replace('"amount": "7"', '"amount": "8"'))).verdict).toBe('block')
  })
})
