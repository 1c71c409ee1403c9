import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { importedTransaction } from '@/db/schema/import'
import { MAX_IMPORT_SIGNATURES } from '@/lib/flows/import-input'
import { startTestChain, type TestChain } from '@/tests/builders/chain'
import { confirmationOf, importAs, outsideTx, pasted, readImport, serviceJson } from '@/tests/builders/import-desk'
import { type MoneyDesk, openMoneyDesk, refusalOf } from '@/tests/builders/money-desk'

let chain: TestChain
let desk: MoneyDesk

beforeAll(async () => {
  chain = await startTestChain()
  desk = await openMoneyDesk(chain)
})
afterAll(async () => {
  await desk.close()
  await chain.stop()
})

describe('bad input is refused in one sentence that names the field', () => {
  const honest = () => serviceJson(outsideTx(desk))
  const refused = async (input: object) => {
    const before = await desk.db.$count(importedTransaction)
    const error = await refusalOf(importAs(desk, 'ines', input))
    expect(await desk.db.$count(importedTransaction)).toBe(before)
    return [error.code, error.message, error.problems[0]?.field]
  }

  it.each([
    ['nothing', () => ({ text: ' ' }), 'Nothing is here yet. Paste or choose a transaction.', 'text'],
    ['no JSON', () => ({ text: '{"safe":' }), 'is not valid JSON', 'text'],
    ['two', () => pasted([honest(), honest()]), 'There are 2 transactions; expected one at a time.', 'text'],
    ['no chain', () => ({ text: JSON.stringify(honest()) }), 'Field chainId is missing; expected a whole', 'chainId'],
    ['a chain that is none', () => pasted(honest(), { chainId: 'one' }), 'Field chainId is "one"; expected', 'chainId'],
    ['no version', () => pasted(honest(), { version: '' }), 'Field version is missing; expected a Safe', 'version'],
    ['another version', () => pasted(honest(), { version: '2.0' }), 'Field version is "2.0"; expected', 'version'],
    ['a short to', () => pasted({ ...honest(), to: '0x12' }), 'Field to is "0x12"; expected an address', 'to'],
    ['a negative value', () => pasted({ ...honest(), value: '-1' }), 'Field value is "-1"; expected', 'value'],
    ['no nonce', () => pasted({ ...honest(), nonce: null }), 'Field nonce is null; expected', 'nonce'],
    [
      'more calldata than a node takes',
      () => pasted({ ...honest(), data: `0x${'00'.repeat(131_073)}` }),
      'Field data has 131073 bytes; a node takes up to 131072',
      'data',
    ],
    ['no such operation', () => pasted({ ...honest(), operation: 256 }), 'Field operation is 256; above', 'operation'],
  ])('%s', async (_what, input, sentence, field) => {
    const [code, message, named] = await refused(input())
    expect([code, named]).toEqual(['BAD_INPUT', field])
    expect(String(message).toLowerCase()).toContain(sentence.toLowerCase())
  })

  it('an operation of 255, which no Safe knows, has a hash and is taken', async () => {
    const { importId } = await importAs(
      desk,
      'ines',
      pasted(serviceJson(outsideTx(desk, { operation: 255, nonce: 9n }))),
    )
    expect((await readImport(desk, 'ines', importId)).assessment.verdict).toBe('block')
  })

  it('never shows what a signature holds, wherever it stands', async () => {
    const staged = outsideTx(desk)
    const { signature } = await confirmationOf(desk, 'ruth', staged)
    const [cut, whole] = [`${signature?.slice(0, -1)}`, `${signature}`]
    const inputs = [
      pasted({ ...honest(), confirmations: [{ owner: staged.safe.address, signature: cut }] }),
      pasted({ ...honest(), confirmations: [{ owner: cut, signature: whole }] }),
      pasted({ ...honest(), signatures: `${whole}zz` }),
      pasted({ ...honest(), to: whole }),
      pasted({ ...honest(), safeTxHash: whole }),
      pasted({ ...honest(), context: { tokens: { [whole]: {} } } }),
      pasted(honest(), { note: `I got this: ${whole}` }),
    ]
    for (const input of inputs) {
      const said = JSON.stringify(await refused(input))
      expect(said).toContain('BAD_INPUT')
      expect(said.toLowerCase()).not.toContain(whole.slice(2, 34))
    }
  })

  it('more signatures than are tried in bounded time', async () => {
    const staged = outsideTx(desk)
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => ({
        owner: staged.safe.address,
        signature: `0x${'1'.repeat(100)}${String(at).padStart(30, '0')}` as const,
      }))
    const [, message] = await refused(pasted(serviceJson(staged, many(MAX_IMPORT_SIGNATURES + 1))))
    expect(message).toBe('There are 101 signatures; up to 100 are taken.')
  })
})

describe('as much calldata as a node takes', () => {
  it('is taken, judged and shown in bounded time', async () => {
    const staged = outsideTx(desk, { data: `0xdeadbeef${'11'.repeat(131_068)}`, nonce: 10n })
    const started = performance.now()
    const { importId } = await importAs(desk, 'ines', pasted(serviceJson(staged)))
    const page = await readImport(desk, 'ines', importId)
    expect(performance.now() - started).toBeLessThan(20_000)
    // Nobody can read these bytes, and nothing is at the address they call.
    expect(page.verdict).toBe('warn')
  })
})
