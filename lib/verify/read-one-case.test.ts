import { describe, expect, it } from 'vitest'
import { readOneCase, signatureCount } from '@/lib/verify/read-file'
import { readCorpus } from '@/tests/fixtures/corpus/corpus-facts'

const corpus = () => ({ ...readCorpus().cases.find(({ id }) => id === 'P053') }) as Record<string, unknown>

/** As the service answers it: without chain and version. */
function service(): Record<string, unknown> {
  const { safe, tx } = corpus()
  return { safe, ...(tx as object) }
}
const read = (value: unknown, beside = {}) => readOneCase(JSON.stringify(value), beside)

describe('one transaction of a text', () => {
  it('takes chain and version from beside where it says neither', () => {
    expect(read(service(), { chainId: '10', version: '1.3.0+L2' }).safe).toMatchObject({
      chainId: 10,
      version: '1.3.0',
    })
    const { safeVersion: _without, ...bare } = corpus()
    expect(read(bare, { version: '1.0.0' }).safe).toMatchObject({ version: '1.0.0' })
  })

  it('is never contradicted by what stands beside', () => {
    const said = read(corpus()).safe
    expect(read(corpus(), { chainId: '10', version: '0.1.0' }).safe).toEqual(said)
    expect(
      read({ ...service(), chainId: 5, version: '1.1.1' }, { chainId: '10', version: '0.1.0' }).safe,
    ).toMatchObject({
      ...{ chainId: 5, version: '1.1.1' },
    })
  })

  it('is refused at the field of what is still missing', () => {
    expect(() => read(service(), { chainId: '10' })).toThrow(/field version, is missing/)
    expect(() => read(service(), { version: '1.3.0' })).toThrow(/field chainId, is missing/)
    expect(() => read(service(), { chainId: 'ten', version: '1.3.0' })).toThrow(/field chainId, is "ten"/)
  })

  it('is one: an array of one is read, of two or none refused', () => {
    expect(read([corpus()]).id).toBe('P053')
    expect(() => read([corpus(), corpus()])).toThrow('there are 2 transactions')
    expect(() => read([])).toThrow('the array is empty')
    expect(() => read('text')).toThrow('item 0 is "text"; expected a JSON object.')
  })

  it('names the field beside the line, for who may not show what was in it', () => {
    const thrown = (() => {
      try {
        return read({ ...corpus(), confirmations: [{ signature: '0x123' }] })
      } catch (error) {
        return error
      }
    })()
    expect(thrown).toMatchObject({
      problems: [{ field: 'confirmations[0].signature', message: 'Expected an even number of hex digits.' }],
    })
  })

  it('tells how many signatures came, packed or not', () => {
    const signature = `0x${'11'.repeat(65)}`
    expect(signatureCount(read({ ...corpus(), signatures: [signature, `${signature.slice(0, -2)}1c`] }))).toBe(2)
    expect(signatureCount(read({ ...corpus(), signatures: `0x${'11'.repeat(195)}` }))).toBe(3)
    expect(signatureCount(read(corpus()))).toBe(0)
  })
})
