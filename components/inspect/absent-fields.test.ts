import { describe, expect, it } from 'vitest'
import { absentFields, type FormSafe } from './absent-fields'

const ADDRESS = '0x1111111111111111111111111111111111111111'
const SAFE: FormSafe = { name: 'Treasury', chainId: 31337, address: ADDRESS, version: '1.4.1' }
const service = (more: object = {}) => JSON.stringify({ safe: ADDRESS, to: ADDRESS, nonce: 1, ...more })

describe('what a pasted transaction leaves out', () => {
  it('is chain and version of what the service answers, known of a Safe of the desk', () => {
    expect(absentFields(service(), [SAFE])).toEqual({ chainId: true, version: true, known: SAFE })
    expect(absentFields(service(), [])).toEqual({ chainId: true, version: true, known: null })
  })

  it('is nothing where it says both, in either form', () => {
    const corpus = JSON.stringify({ chainId: 1, safe: ADDRESS, safeVersion: '1.3.0', tx: {} })
    expect(absentFields(corpus, [SAFE])).toEqual({ chainId: false, version: false, known: null })
    expect(absentFields(service({ chainId: 31337, version: '1.4.1' }), [SAFE])).toMatchObject({
      chainId: false,
      version: false,
    })
    expect(absentFields(JSON.stringify({ safe: ADDRESS, tx: {} }), [SAFE])).toMatchObject({ version: true })
  })

  it('counts null as absent, and reads the first of a list', () => {
    expect(absentFields(service({ chainId: null }), [SAFE])).toMatchObject({ chainId: true })
    expect(absentFields(`[${service()}]`, [SAFE])).toMatchObject({ chainId: true, known: SAFE })
  })

  it('is never guessed of an address on two chains', () => {
    const twin = { ...SAFE, chainId: 1, version: '1.3.0' }
    expect(absentFields(service(), [SAFE, twin]).known).toBeNull()
    expect(absentFields(service({ chainId: '1' }), [SAFE, twin]).known).toEqual(twin)
  })

  it('asks nothing of what is no transaction', () => {
    for (const text of ['', '{"safe":', '7', 'null', '[]', '[[1]]'])
      expect(absentFields(text, [SAFE])).toEqual({ chainId: false, version: false, known: null })
  })
})
