import { hexToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { readCoseKey } from '@/lib/approve/factors/passkey/cose-key'

const x = '11'.repeat(32)
const ed = `a4010103272006215820${x}`

describe('COSE key reader', () => {
  it('reads the three algorithms the desk asks for', () => {
    expect(readCoseKey(hexToBytes(`a5010203262001215820${x}225820${x}`))?.algorithm).toBe('ES256')
    expect(readCoseKey(hexToBytes(ed))?.algorithm).toBe('EdDSA')
    expect(readCoseKey(hexToBytes(`a401030339010020590100${'ff'.repeat(256)}2143010001`))?.algorithm).toBe('RS256')
  })

  it.each([
    ['nothing', ''],
    ['an array', '80'],
    ['a byte after the map', `${ed}00`],
    ['a cut map', ed.slice(0, -2)],
    ['a label twice', `a5010101010103272006215820${x}`],
    ['an integer not in its shortest form', `a401180103272006215820${x}`],
    ['a length not in its shortest form', `a401010327200621590020${x}`],
    ['an indefinite map', `bf010103272006215820${x}ff`],
    ['a text label', `a4616101`],
    ['another algorithm', `a50102033822200121582${x}0225820${x}`],
    ['another curve', `a5010203262002215820${x}225820${x}`],
    ['a short coordinate', `a501020326200121581f${'11'.repeat(31)}225820${x}`],
    ['a short modulus', `a4010303390100204101${'2143010001'}`],
  ])('refuses %s', (_name, hex) => expect(readCoseKey(hexToBytes(hex.length % 2 === 0 ? hex : `${hex}0`))).toBeNull())
})
