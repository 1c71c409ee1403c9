import type { Address } from 'viem'
import { allCalls } from '@/lib/assess/calls'
import { codePoints, confusableWord, hasInvisible, skeleton } from '@/lib/assess/confusable'
import { grantsOf } from '@/lib/assess/grants'
import { movementsOf } from '@/lib/assess/movements'
import { findContact } from '@/lib/assess/names'
import { reporter } from '@/lib/assess/report'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import { displayText } from '@/lib/core/display-text'
import type { Asset, AssetAddress } from '@/lib/stage/types'

const codes = { TOKEN_LABEL_SPOOF: 'critical', LABEL_HOMOGLYPH: 'high', LABEL_BIDI_CONTROL: 'high' } as const
const say = reporter('labels', codes)

type Token = Asset & { readonly address: Address }

/** Names and texts that are made to be read as something else. */
export const labels: Rule = {
  id: 'labels',
  title: 'Names and texts',
  codes,
  judge: (facts) => {
    const touched = touchedBy(facts)
    const tokens = facts.assets.filter(isToken)
    const here = tokens.filter(({ address }) => touched.has(address.toLowerCase() as Address))
    const names = [...touched].flatMap((it) => (it === 'native' ? [] : (findContact(facts, it)?.name ?? [])))
    const said = [facts.intent?.purpose, facts.intent?.reference, ...(facts.labels ?? [])]
    const texts = [...here.map(({ symbol }) => symbol), ...names, ...said.filter((text) => text !== undefined)]
    const findings = [...here.flatMap((token) => spoofOf(token, tokens)), ...[...new Set(texts)].flatMap(judgeText)]
    return findings.length > 0 ? findings : [say.pass('TOKEN_LABEL_SPOOF', 'No name here imitates another.')]
  },
}

const isToken = (asset: Asset): asset is Token => asset.address !== 'native'

/** The token that was there first is the one that is meant; a later one that reads the same is taken for it. */
function spoofOf(token: Token, tokens: readonly Token[]): readonly Finding[] {
  const look = skeleton(token.symbol)
  const meant = tokens.find(({ symbol, address }) => address !== token.address && skeleton(symbol) === look)
  if (look === '' || meant === undefined || isPlainer(token, meant, tokens)) return []
  const sentence = `The token at ${token.address} calls itself ${displayText(token.symbol, 60)}. ${displayText(meant.symbol, 60)} is ${meant.address}.`
  return [
    say.fail('TOKEN_LABEL_SPOOF', { sentence, evidence: [{ label: 'Letters', value: codePoints(token.symbol) }] }),
  ]
}

function isPlainer(token: Token, other: Token, tokens: readonly Token[]): boolean {
  const [isPlain, isOtherPlain] = [token, other].map(({ symbol }) => /^[\x21-\x7e]+$/.test(symbol))
  return isPlain === isOtherPlain ? tokens.indexOf(token) < tokens.indexOf(other) : isPlain === true
}

function judgeText(text: string): readonly Finding[] {
  const word = confusableWord(text)
  const evidence = [{ label: 'Letters', value: codePoints(word ?? text) }]
  const shown = displayText(text, 120)
  return [
    ...(word === null
      ? []
      : [
          say.fail('LABEL_HOMOGLYPH', {
            evidence,
            sentence: `“${shown}” is written with letters of another alphabet.`,
          }),
        ]),
    ...(hasInvisible(text)
      ? [
          say.fail('LABEL_BIDI_CONTROL', {
            evidence,
            sentence: `“${shown}” holds characters that hide or turn its text.`,
          }),
        ]
      : []),
  ]
}

/** Everything that the transaction calls, pays or allows, in lower case. */
function touchedBy(facts: Facts): ReadonlySet<AssetAddress> {
  const moved = movementsOf(facts).flatMap(({ asset, recipient }) => [asset, recipient])
  const granted = grantsOf(facts).flatMap(({ token, spender }) => [token, spender])
  const called = allCalls(facts).map(({ node }) => node.target)
  return new Set([...called, ...moved, ...granted].map((it) => it.toLowerCase() as AssetAddress))
}
