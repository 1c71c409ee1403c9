import type { Address } from 'viem'
import { describe, expect, it } from 'vitest'
import { ens } from '@/lib/assess/rules/ens'
import { flagged } from '@/lib/assess/rules/flagged'
import { labels } from '@/lib/assess/rules/labels'
import { nonPayable } from '@/lib/assess/rules/non-payable'
import { runRules } from '@/lib/assess/run'
import type { Asset } from '@/lib/stage/types'
import { dataOf, factsOfCall, judgeCallBy } from '@/tests/builders/judged-call'
import { ETH, payUsdc, SAFE, sampleFacts, STRANGER, troubles, USDC, VENDOR } from '@/tests/builders/sample-facts'

const FAKE: Address = '0x4d090F378aee8C89b3dD50cA206d2852A9720b65'
const transferOf = (token: Address, recipient: Address = VENDOR) => ({
  to: token,
  data: dataOf('transfer(address,uint256)', [recipient, 5n]),
})
const withSymbol = (symbol: string): { assets: Asset[] } => ({
  assets: [ETH, USDC, { chainId: 31337, address: FAKE, symbol, decimals: 6 }],
})

describe('the name of a token', () => {
  it.each([
    ['the same', 'USDC', ['TOKEN_LABEL_SPOOF']],
    ['in Cyrillic letters', 'UЅDС', ['TOKEN_LABEL_SPOOF', 'LABEL_HOMOGLYPH']],
    ['in full-width letters', 'ＵＳＤＣ', ['TOKEN_LABEL_SPOOF', 'LABEL_HOMOGLYPH']],
    ['with a space that has no width', 'US\u200bDC', ['TOKEN_LABEL_SPOOF', 'LABEL_BIDI_CONTROL']],
    ['with a digit for a letter', 'U5DC', ['TOKEN_LABEL_SPOOF']],
    ['with an accent', 'ÚSDC', ['TOKEN_LABEL_SPOOF']],
    ['with a letter that fills a place and shows nothing', 'USDC\u3164', ['TOKEN_LABEL_SPOOF', 'LABEL_BIDI_CONTROL']],
    ['with empty Braille', 'USDC\u2800', ['TOKEN_LABEL_SPOOF', 'LABEL_BIDI_CONTROL']],
    ['with a space behind it', 'USDC\u00a0', ['TOKEN_LABEL_SPOOF']],
    ['in Lisu letters', 'ꓴꓢꓓꓚ', ['TOKEN_LABEL_SPOOF', 'LABEL_HOMOGLYPH']],
    ['in small capitals', 'ᴜꜱᴅᴄ', ['TOKEN_LABEL_SPOOF']],
  ])('that is read as another’s is found: %s', (_name, symbol, found) => {
    expect(judgeCallBy(labels, transferOf(FAKE), withSymbol(symbol))).toEqual(found)
  })

  it.each(['USDC.e', 'USDT', 'WBTC', 'ПРИВЕТ'])('of its own is no imitation: %s', (symbol) => {
    expect(judgeCallBy(labels, transferOf(FAKE), withSymbol(symbol)).filter((it) => it !== 'LABEL_HOMOGLYPH')).toEqual(
      [],
    )
  })

  it('is that of the real one where the real one is paid, whatever imitates it', () => {
    expect(judgeCallBy(labels, transferOf(USDC.address), withSymbol('UЅDС'))).toEqual([])
    expect(judgeCallBy(labels, transferOf(USDC.address), withSymbol('USDC'))).toEqual([])
  })
})

describe('a text', () => {
  const said = (text: string) => judgeCallBy(labels, transferOf(USDC.address), { labels: [text] })

  it('that mixes alphabets in a word is found', () => {
    expect(said('Pay Nоrthwind Audit')).toEqual(['LABEL_HOMOGLYPH'])
    expect(said('аррӏе')).toEqual(['LABEL_HOMOGLYPH'])
    expect(said('СОР')).toEqual(['LABEL_HOMOGLYPH'])
    expect(said('В2В')).toEqual(['LABEL_HOMOGLYPH'])
    expect(said('Pаyroll Жж')).toEqual(['LABEL_HOMOGLYPH'])
  })

  it('that turns or hides itself is found', () => {
    expect(said('invoice \u202efdp.exe')).toEqual(['LABEL_BIDI_CONTROL'])
    expect(said('in\u200dvoice')).toEqual(['LABEL_BIDI_CONTROL'])
  })

  it.each([
    'Pay Müller & Söhne, März',
    'Оплата счёта 118',
    'Πληρωμή τιμολογίου',
    '支払い 3月',
    '👨‍👩‍👧 party ❤️',
    'Ω Ltd',
    'Оплата №2024/Ж5',
    'Возврат со счёта СОР',
    '10кг',
  ])('in its own language is left alone: %s', (text) => expect(said(text)).toEqual([]))
})

describe('a name that was stated', () => {
  const names = { 'northwind.eth': VENDOR, 'nοrthwind.eth': STRANGER }
  const judged = (stated: string, recipient: Address) =>
    troubles(
      runRules(
        sampleFacts({ legs: [payUsdc(5n, recipient)], facts: { ens: { stated, names: { 'northwind.eth': VENDOR } } } }),
        [ens],
      ),
    )

  it('passes where it is the recipient’s, and stops where it is another’s', () => {
    expect(judged('northwind.eth', VENDOR)).toEqual([])
    expect(judged('Northwind.ETH', STRANGER)).toEqual(['ENS_MISMATCH'])
  })

  it('that imitates another is that of the one who owns the imitation, and stops', () => {
    const facts = sampleFacts({ legs: [payUsdc(5n, STRANGER)], facts: { ens: { stated: 'nοrthwind.eth', names } } })
    expect(troubles(runRules(facts, [ens]))).toEqual(['ENS_MISMATCH'])
  })

  it('is not judged where nothing says what names resolve to', () => {
    expect(troubles(runRules(sampleFacts(), [ens]))).toEqual([])
  })
})

describe('a listed address', () => {
  const toSafe = (signature: string, ...args: unknown[]) => ({ to: SAFE, data: dataOf(signature, args) })
  const listed = { flagged: [STRANGER.toLowerCase() as Address] }

  it.each([
    ['that is paid', transferOf(USDC.address, STRANGER)],
    ['that may take tokens', { to: USDC.address, data: dataOf('approve(address,uint256)', [STRANGER, 5n]) }],
    ['that becomes an owner', { to: SAFE, data: dataOf('addOwnerWithThreshold(address,uint256)', [STRANGER, 3n]) }],
    ['that becomes a module', { to: SAFE, data: dataOf('enableModule(address)', [STRANGER]) }],
    ['that gets control', { to: FAKE, data: dataOf('transferOwnership(address)', [STRANGER]) }],
    ['that is called', { to: STRANGER, data: '0x12345678' as const }],
    ['that becomes an owner', toSafe('addOwnerWithThreshold(address,uint256)', STRANGER, 2n)],
    ['that takes an owner’s place', toSafe('swapOwner(address,address,address)', FAKE, VENDOR, STRANGER)],
    ['that becomes a module', toSafe('enableModule(address)', STRANGER)],
    [
      'that gets what comes out',
      { to: FAKE, data: dataOf('withdraw(address,uint256,address)', [USDC.address, 5n, STRANGER]) },
    ],
  ])('%s is found, in any letter case', (_name, call) => {
    expect(judgeCallBy(flagged, call, listed)).toEqual(['RECIPIENT_FLAGGED 1'])
  })

  it('that gets the gas refund is found, where there is one', () => {
    const refunding = (gasPrice: bigint) =>
      sampleFacts({ tx: { gasPrice, refundReceiver: STRANGER }, facts: { flagged: [STRANGER] } })
    expect(troubles(runRules(refunding(1n), [flagged]))).toEqual(['RECIPIENT_FLAGGED 1'])
    expect(troubles(runRules(refunding(0n), [flagged]))).toEqual([])
  })

  it('that goes is not', () => {
    expect(judgeCallBy(flagged, toSafe('removeOwner(address,address,uint256)', VENDOR, STRANGER, 1n), listed)).toEqual(
      [],
    )
  })

  it('that has no part in it is not', () => {
    expect(judgeCallBy(flagged, transferOf(USDC.address), listed)).toEqual([])
    expect(judgeCallBy(flagged, transferOf(USDC.address, STRANGER))).toEqual([])
  })
})

describe('ether beside a call', () => {
  it('is found where the function takes none, and passes where it does or where there is none', () => {
    expect(judgeCallBy(nonPayable, { ...transferOf(USDC.address), value: 1n })).toEqual([
      'NATIVE_VALUE_WITH_NONPAYABLE_CALL 1',
    ])
    expect(judgeCallBy(nonPayable, transferOf(USDC.address))).toEqual([])
    expect(judgeCallBy(nonPayable, { to: FAKE, data: dataOf('deposit()', []), value: 1n })).toEqual([])
    expect(judgeCallBy(nonPayable, { to: FAKE, data: '0xdeadbeef', value: 1n })).toEqual([])
    expect(factsOfCall({ to: FAKE, data: '0x', value: 1n }).call.value).toBe(1n)
  })
})
