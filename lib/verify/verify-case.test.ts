import { numberToHex } from 'viem/utils'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { SELECTOR_NAMES } from '@/lib/decode/selector-names'
import { hashSafeTx } from '@/lib/stage/hash'
import { jsonReport } from '@/lib/verify/json-report'
import { readCase } from '@/lib/verify/read-case'
import { textReport } from '@/lib/verify/text-report'
import { indexPath, type Report, verifyCase } from '@/lib/verify/verify-case'
import { readCorpus } from '@/tests/fixtures/corpus/corpus-facts'

type Loose = Record<string, unknown> & { context: Record<string, unknown>; tx: Record<string, unknown> }
type Line = {
  id: string
  hashes: Record<'domain' | 'message' | 'safeTx', string | null>
  signatures: { owner: string; type: string; recovered: string | null; valid: boolean | null }[]
  findings: { code: string; outcome: string; severity: string; path: string }[]
  notChecked: string[]
  verdict: string
}

const corpusCase = (wanted: string): Loose =>
  JSON.parse(JSON.stringify(readCorpus().cases.find(({ id }) => id === wanted))) as Loose
const verify = (given: object): Promise<Report> =>
  verifyCase(readCase({ item: 0, name: '', value: given }), SELECTOR_NAMES)
const lineOf = async (given: object) => JSON.parse(jsonReport(await verify(given))) as Line
const present = ({ findings }: Line) =>
  findings.filter(({ outcome }) => outcome !== 'pass').map(({ code, path }) => `${code} ${path}`.trim())

const payment = corpusCase('P053')

describe('an offline report', () => {
  it('is exactly the promised keys, one line', async () => {
    const report = await verify(payment)
    const line = jsonReport(report)
    expect(line).not.toContain('\n')
    expect(Object.keys(JSON.parse(line) as object)).toEqual([
      'id',
      'hashes',
      'signatures',
      'calls',
      'findings',
      'notChecked',
      'verdict',
    ])
    for (const finding of (JSON.parse(line) as Line).findings)
      expect(Object.keys(finding)).toEqual(['code', 'outcome', 'severity', 'path', 'evidence'])
    expect(report.verdict).toBe('ok')
  })

  it('says of Bybit to block it, with the published hash', async () => {
    const line = await lineOf(corpusCase('P001'))
    expect(line.verdict).toBe('block')
    expect(line.hashes.safeTx).toBe('0xb3476d061aeb8fc1d605a873c483a2402d88a68a9cdd1a8b47655dd55ba004f8')
    expect(present(line)).toEqual(
      expect.arrayContaining(['DELEGATECALL_UNTRUSTED', 'NONCE_CONFLICT', 'SINGLETON_CHANGE']),
    )
  })

  it('counts paths as the corpus does, from 0 below the SafeTx', async () => {
    expect(present(await lineOf(corpusCase('P006')))).toContain('NESTED_DELEGATECALL_UNTRUSTED 3')
    expect([indexPath(''), indexPath('1'), indexPath('1.4'), indexPath('1.2.1')]).toEqual(['', '', '3', '1.0'])
  })

  it('lists what nobody could judge, and is silent about it otherwise', async () => {
    const bare = { ...payment, safeTxHash: null, context: null }
    const line = await lineOf(bare)
    const missing = [
      'HASH_MISMATCH',
      'CHAIN_MISMATCH',
      'SIGNATURE_INVALID',
      'NONCE_PAST',
      'NONCE_CONFLICT',
      'NO_CODE_WITH_CALLDATA',
    ]
    expect(line.notChecked).toEqual(expect.arrayContaining(missing))
    for (const code of missing) expect(line.findings.map((finding) => finding.code)).not.toContain(code)
    const known = { ...payment.context, competing: [], claimedChainId: 1, code: {} }
    expect((await lineOf({ ...payment, context: known })).notChecked).not.toEqual(
      expect.arrayContaining(['HASH_MISMATCH', 'CHAIN_MISMATCH', 'NONCE_CONFLICT', 'NO_CODE_WITH_CALLDATA']),
    )
  })

  it('has no hash for an operation above 255, and blocks it', async () => {
    const line = await lineOf({ ...payment, tx: { ...payment.tx, operation: 256 } })
    expect(line.hashes).toMatchObject({ message: null, safeTx: null })
    expect(line.hashes.domain).toMatch(/^0x[0-9a-f]{64}$/)
    expect(present(line)).toEqual(expect.arrayContaining(['OPERATION_INVALID', 'HASH_MISMATCH']))
    expect(line.verdict).toBe('block')
  })

  it('notices a claimed hash and a claimed chain that are not the transaction’s', async () => {
    const claims = { claimedSafeTxHash: `0x${'ab'.repeat(32)}`, claimedChainId: 137 }
    const line = await lineOf({ ...payment, context: { ...payment.context, ...claims } })
    expect(present(line)).toEqual(['HASH_MISMATCH', 'CHAIN_MISMATCH'])
  })

  it('takes no title for a stated intent', async () => {
    const context = { ...payment.context, claimed: { title: 'Claim staking rewards' } }
    expect((await lineOf({ ...payment, context })).notChecked).toContain('INTENT_MISMATCH')
  })

  it('does not take an amount that is not stated for one', async () => {
    const claimed = { asset: 'native', to: payment.tx.to }
    expect((await lineOf({ ...payment, context: { ...payment.context, claimed } })).verdict).toBe('ok')
    const other = { asset: 'native', to: '0x969B49b4019AA630Cd82EDa93C46222C00A77DdF' }
    expect(present(await lineOf({ ...payment, context: { ...payment.context, claimed: other } }))).toContain(
      'INTENT_MISMATCH',
    )
  })
})

describe('signatures of a case', () => {
  const ruth = privateKeyToAccount(numberToHex(1, { size: 32 }))
  const { safe, tx } = readCase({ item: 0, name: '', value: payment })
  const hash = hashSafeTx(safe, tx).safeTx
  const confirmed = async (given: Loose, signature: string, owners: readonly string[] = [ruth.address]) =>
    lineOf({ ...given, context: { ...given.context, owners, confirmations: [{ owner: ruth.address, signature }] } })

  it('are valid for this very hash', async () => {
    const line = await confirmed(payment, await ruth.sign({ hash }))
    expect(line.signatures).toEqual([{ owner: ruth.address, type: 'EOA', recovered: ruth.address, valid: true }])
    expect(line.verdict).toBe('ok')
    expect(line.notChecked).not.toContain('SIGNATURE_INVALID')
  })

  it('block when they were made for other fields, as the record of Bybit’s intended transfer shows', async () => {
    const line = await confirmed(
      { ...payment, tx: { ...payment.tx, nonce: 119 }, safeTxHash: null },
      await ruth.sign({ hash }),
    )
    expect(line.signatures).toMatchObject([{ owner: ruth.address, valid: false }])
    expect(present(line)).toContain('SIGNATURE_INVALID')
    expect(line.verdict).toBe('block')
  })

  it('block when they are by nobody who owns the Safe', async () => {
    const line = await confirmed(payment, await ruth.sign({ hash }), ['0x969B49b4019AA630Cd82EDa93C46222C00A77DdF'])
    expect(present(line)).toEqual(['SIGNATURE_INVALID'])
  })

  it('are told once where a service tells them twice', async () => {
    const signature = await ruth.sign({ hash })
    const given = { ...payment, signatures: signature, context: { ...payment.context, owners: [ruth.address] } }
    const line = await confirmed(given as Loose, signature)
    expect(line.signatures).toHaveLength(1)
    expect(line.verdict).toBe('ok')
  })

  it('are left open where only the chain could say', async () => {
    const approved = `0x${ruth.address.slice(2).padStart(64, '0')}${'0'.repeat(64)}01`
    const line = await confirmed(payment, approved)
    expect(line.signatures).toMatchObject([{ type: 'APPROVED_HASH', recovered: null, valid: null }])
    expect(line.notChecked).toContain('SIGNATURE_INVALID')
    expect(line.verdict).toBe('ok')
  })
})

describe('the transaction whose hash is approved', () => {
  it('is judged like a case: dangerous at Bybit, resolved where it only pays', async () => {
    const nested = corpusCase('P027')
    expect(present(await lineOf(nested))).toContain('APPROVE_HASH_PARENT_DANGEROUS')
    const parent = { safe: nested.tx.to, safeVersion: '1.4.1', tx: payment.tx }
    const read = readCase({ item: 0, name: '', value: { ...parent, chainId: 1 } })
    const data = `0xd4d9bdcd${hashSafeTx(read.safe, read.tx).safeTx.slice(2)}`
    const honest = { ...nested, safeTxHash: null, tx: { ...nested.tx, data }, context: { ...nested.context, parent } }
    expect(present(await lineOf(honest))).toContain('APPROVE_HASH_RESOLVED')
    const unshown = { ...honest, context: { ...honest.context, parent: null } }
    expect(present(await lineOf(unshown))).toContain('APPROVE_HASH_UNRESOLVED')
  })
})

describe('a report for people', () => {
  it('shows hashes, calls, findings and verdict, and no text that deceives', async () => {
    const given = { ...corpusCase('P006'), id: 'evil\u202etxt' }
    const text = textReport(await verify(given))
    expect(text).toContain('evil‹U+202E›txt')
    expect(text).toMatch(/Verdict {7}BLOCK 0x[0-9a-f]{64} countersign-rules\/\d+$/)
    expect(text).toContain('Call 1.4: delegatecall to 0x')
    expect(text).toMatch(/CRITICAL {6}NESTED_DELEGATECALL_UNTRUSTED at call 1\.4: /)
    expect(text).toMatch(/Domain hash {3}0x[0-9a-f]{64}/)
  })

  it('says what a selector may be called, and judges it as if nobody had', async () => {
    const to = '0x4aE06B35878EDE14587A7e88DC7F0f4047c33331'
    const data = `0x4000aea0${to.slice(2).padStart(64, '0')}${'5'.padStart(64, '0')}${'60'.padStart(64, '0')}${'0'.repeat(64)}`
    const report = await verify({ ...payment, safeTxHash: null, tx: { ...payment.tx, to, data } })
    const text = textReport(report)
    expect(text).toContain('unread bytes 0x4000aea0')
    expect(text).toContain('name by selector only: transferAndCall(address,uint256,bytes)')
    expect(text).toContain(`address: ${to}`)
    const { calls } = JSON.parse(jsonReport(report)) as { calls: [{ names: object; candidates: object }] }
    expect(calls[0]).toMatchObject({
      candidates: [],
      names: [{ signature: 'transferAndCall(address,uint256,bytes)', arguments: { length: 3 } }],
    })
    const findings = report.findings.filter(({ outcome }) => outcome === 'fail').map(({ code }) => code)
    expect(findings).toContain('UNDECODED_CALLDATA')
    expect(findings).not.toContain('SELECTOR_AMBIGUOUS')
  })
})

describe('what a report says is sent', () => {
  const usdc = corpusCase('P065')

  it('has units where the file names the token, and the name of whom it goes to', async () => {
    const text = textReport(await verify(usdc))
    const { tokens, addressBook } = usdc.context as {
      tokens: Record<string, { symbol: string }>
      addressBook: { name: string }[]
    }
    const symbols = Object.values(tokens).map(({ symbol }) => symbol)
    const [, symbol = '', name = ''] =
      /Sends {9}[\d,]+\.\d+ (\S+) to 0x[0-9a-fA-F]{40} \((.+)\), call 1/.exec(text) ?? []
    expect(symbols).toContain(symbol)
    expect(addressBook.map((entry) => entry.name)).toContain(name)
  })

  it('is in base units where nobody names the token', async () => {
    const { tokens: _unknown, ...context } = usdc.context
    expect(textReport(await verify({ ...usdc, context }))).toMatch(/Sends {9}\d+ base units of 0x/)
  })
})
