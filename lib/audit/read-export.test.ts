import { expect, it } from 'vitest'
import { auditFormats } from '@/lib/audit/formats'
import { readExport } from '@/lib/audit/read-export'
import { sampleLog } from '@/tests/builders/sample-log'
import { verifyPack } from '@/lib/audit/verify-pack'
import { verifyLog } from '@/lib/audit/verify'

const log = sampleLog()
const json = auditFormats.find(({ id }) => id === 'json')?.render(log) ?? ''
const packWith = (sections: string): string =>
  JSON.stringify({
    format: 'countersign-evidence/1',
    installation: 'acme',
    publicKey: log.publicKey,
    withdrawal: 'SECTIONS',
    leaves: [],
    checkpoint: log.checkpoints[0],
    manifest: [],
  }).replace('"SECTIONS"', sections)

it('reads back what the JSON format renders, also when it was indented', () => {
  expect(readExport(json)).toEqual(log)
  const indented = readExport(JSON.stringify(JSON.parse(json), null, 2))
  expect(indented.format === 'countersign-log/1' && verifyLog(indented).ok).toBe(true)
})

it('refuses in one line what is no export', () => {
  const refused: [string, RegExp][] = [
    ['', /not valid JSON/],
    ['{"a":\n', /not valid JSON/],
    ['[]', /no Countersign export/],
    ['null', /no Countersign export/],
    ['{"format":"countersign-log/2"}', /no Countersign export/],
    [json.replace('"size":4', '"size":"4"'), /damaged at checkpoints\.1\.size/],
    [json.replace('"publicKey":"', '"publicKey":"A'), /damaged at publicKey/],
    [json.replace('"installation":"acme"', '"installation":"a b"'), /damaged at installation/],
    [json.replace('{', '{"extra":1,'), /damaged at its top/],
  ]
  for (const [text, sentence] of refused) {
    expect(text).not.toBe(json)
    expect(() => readExport(text)).toThrow(sentence)
    expect(() => readExport(text)).toThrow(/^[^\n]*$/)
  }
})

it('refuses a repeated key, which other readers could take the other way', () => {
  expect(() => readExport(packWith('{"w/1/1":{"amount":"1:\\"2","amount":"2"}}'))).toThrow(/written twice/)
  expect(readExport(packWith('{"w/1/1":{"amount":"1:\\"2","other":[{"amount":"2"}]}}')).format).toBe(
    'countersign-evidence/1',
  )
})

it('refuses numbers that JSON readers round', () => {
  expect(() => readExport(packWith('{"w/1/1":9007199254740993}'))).toThrow(/too large/)
  expect(readExport(packWith('{"w/1/1":9007199254740991}')).format).toBe('countersign-evidence/1')
})

it('refuses bottomless nesting and verifies the deepest that it reads', async () => {
  const nested = (depth: number): string => `{"w/1/1":${'['.repeat(depth)}${']'.repeat(depth)}}`
  expect(() => readExport(packWith(nested(100_000)))).toThrow(/nests deeper/)
  const deepest = readExport(packWith(nested(2_190)))
  expect(deepest.format === 'countersign-evidence/1' && (await verifyPack(deepest)).ok).toBe(false)
  expect(auditFormats.map(({ render }) => render(deepest).length > 0)).toEqual([true])
})
