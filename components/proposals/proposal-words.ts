import type { Address } from 'viem'
import { findChain } from '@/lib/chains/index'
import type { Json } from '@/lib/core/canonical'
import { displayText } from '@/lib/core/display-text'

/** One line of what a proposal says: words, or an address that is shown whole. */
export type ProposalFact = { readonly name: string } & (
  { readonly words: string; readonly isBytes?: boolean } | { readonly address: Address; readonly of: string }
)

type Words = {
  /** "New member", for lists. */
  readonly title: string
  /** What happens once it is agreed to. */
  readonly sentence: (body: Fields) => string
  readonly facts: (body: Fields) => readonly ProposalFact[]
}
type Fields = Readonly<Record<string, Json>>

const KINDS: Readonly<Record<string, Words>> = {
  'invite-member': {
    title: 'New member',
    sentence: (body) => `Invites ${text(body.name)} as ${list(body.roles)}.`,
    facts: (body) => [
      { name: 'Name', words: text(body.name) },
      { name: 'Id', words: text(body.memberId), isBytes: true },
      { name: 'Roles', words: list(body.roles) },
      { name: 'Wallet', address: text(body.address) as Address, of: text(body.name) },
      { name: 'Link works for', words: `${text(body.days)} days from the agreement, once, with that wallet` },
      { name: 'Hash of its code', words: text(body.codeHash), isBytes: true },
    ],
  },
  'renew-invitation': {
    title: 'Another link',
    sentence: (body) => `Gives ${text(body.memberId)} another link in place of theirs, which they never accepted.`,
    facts: (body) => [
      { name: 'Member', words: text(body.memberId), isBytes: true },
      { name: 'Wallet', address: text(body.address) as Address, of: text(body.memberId) },
      { name: 'Link works for', words: `${text(body.days)} days from the agreement, once, with that wallet` },
      { name: 'Hash of its code', words: text(body.codeHash), isBytes: true },
    ],
  },
  'change-member': {
    title: 'Member',
    sentence: (body) =>
      body.isActive === false
        ? `Switches ${text(body.memberId)} off.`
        : `Makes ${text(body.memberId)} ${list(body.roles)}.`,
    facts: (body) => [
      { name: 'Member', words: text(body.memberId), isBytes: true },
      { name: 'Roles', words: list(body.roles) },
      { name: 'State', words: body.isActive === false ? 'switched off: can do nothing' : 'active' },
      { name: 'Follows on', words: `version ${text(body.version)} of this member` },
    ],
  },
  'end-contact': {
    title: 'Address book',
    sentence: (body) => `Ends the entry ${text(body.entryId)} of the address book.`,
    facts: (body) => [{ name: 'Entry', words: text(body.entryId), isBytes: true }],
  },
  'change-policy': {
    title: 'Policy',
    sentence: (body) => `Gives the Safe ${text(body.safeId)} another version of its policy.`,
    facts: (body) => [
      { name: 'Safe', words: text(body.safeId), isBytes: true },
      { name: 'Policy', words: json(body.policy), isBytes: true },
    ],
  },
  'add-safe': {
    title: 'New Safe',
    sentence: (body) => `Serves ${text(body.name)} on ${chain(body)}.`,
    facts: (body) => [
      { name: 'Name', words: text(body.name) },
      { name: 'Id', words: text(body.id), isBytes: true },
      { name: 'Chain', words: chain(body) },
      { name: 'Safe', address: text(body.address) as Address, of: text(body.name) },
      { name: 'Version', words: text(body.safeVersion) },
    ],
  },
  'add-asset': {
    title: 'New asset',
    sentence: (body) => `Registers ${text(body.symbol)} on ${chain(body)}.`,
    facts: (body) => [
      { name: 'Symbol', words: text(body.symbol) },
      { name: 'Decimals', words: text(body.decimals) },
      { name: 'Chain', words: chain(body) },
      body.address === 'native'
        ? { name: 'Contract', words: 'none: the chain’s own coin' }
        : { name: 'Contract', address: text(body.address) as Address, of: text(body.symbol) },
      { name: 'Hash of its code', words: text(body.codeHash), isBytes: true },
    ],
  },
  'set-contract': {
    title: 'Contract',
    sentence: (body) =>
      texts(body.functions).length === 0
        ? `Vouches for nothing of ${text(body.name)} on ${chain(body)} any more.`
        : `Vouches for ${texts(body.functions).length} functions of ${text(body.name)} on ${chain(body)}.`,
    facts: (body) => [
      { name: 'Name', words: text(body.name) },
      ...codeFacts(body, text(body.name)),
      ...texts(body.functions).map((words) => ({ name: 'Function', words, isBytes: true })),
      { name: 'Follows on', words: body.version === 0 ? 'nothing: it is new here' : `version ${text(body.version)}` },
    ],
  },
  'add-contacts': {
    title: 'Address book',
    sentence: (body) => {
      const [first, ...more] = contacts(body)
      return more.length === 0
        ? `Adds ${text(first?.name)} to the address book.`
        : `Adds ${more.length + 1} contacts to the address book.`
    },
    facts: (body) =>
      contacts(body).flatMap((one): ProposalFact[] => [
        { name: `${text(one.name)}, ${text(one.class)}`, address: text(one.address) as Address, of: text(one.name) },
        { name: 'Chain and id', words: `${chain(one)}, ${text(one.id)}` },
        ...(one.verification === undefined ? [] : verified(one.verification)),
      ]),
  },
  'verify-contact': {
    title: 'Address book',
    sentence: (body) => `Records how the entry ${text(body.entryId)} of the address book was verified.`,
    facts: (body) => [{ name: 'Entry', words: text(body.entryId), isBytes: true }, ...verified(body.verification)],
  },
  'set-policy': {
    title: 'First policy',
    sentence: (body) => `Gives the Safe ${text(body.safeId)} its first policy.`,
    facts: (body) => [
      { name: 'Safe', words: text(body.safeId), isBytes: true },
      { name: 'Policy', words: json(body.policy), isBytes: true },
    ],
  },
}

/** A proposal in words; of a kind that this page does not know, its bytes. */
export function proposalWords(kind: string, body: Json) {
  const fields = body !== null && typeof body === 'object' && !Array.isArray(body) ? (body as Fields) : {}
  const words = KINDS[kind]
  if (!words)
    return {
      title: displayText(kind, 40),
      sentence: 'Changes something that this page has no words for.',
      facts: [{ name: 'Body', words: json(body), isBytes: true }] as readonly ProposalFact[],
    }
  return { title: words.title, sentence: words.sentence(fields), facts: words.facts(fields) }
}

/** Which contract it is and which code it runs. */
export const codeFacts = (body: Fields, name: string): readonly ProposalFact[] => [
  { name: 'Chain', words: chain(body) },
  { name: 'Contract', address: text(body.address) as Address, of: name },
  { name: 'Hash of its code', words: text(body.codeHash), isBytes: true },
  ...(typeof body.implementation === 'string'
    ? [
        { name: 'Passes its calls to', address: text(body.implementation) as Address, of: `implementation of ${name}` },
        { name: 'Hash of the code there', words: text(body.implementationCodeHash), isBytes: true },
      ]
    : [{ name: 'Passes its calls to', words: 'nobody: it is no proxy of a known kind' }]),
]

const HOW: Readonly<Record<string, string>> = {
  'call-back': 'by call-back, on the word of who proposes this',
  'test-transfer': 'by a test transfer that arrived, on the word of who proposes this',
  'signed-message':
    'by a signed message; the desk checks that the key of the address signed it, or that a contract there says it did',
}

// Each thing that is said in a line of its own: whoever agrees answers for all of them.
function verified(value: Json | undefined): readonly ProposalFact[] {
  const given = (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}) as Fields
  const lines = [
    { name: 'How it was verified', words: HOW[text(given.how)] ?? text(given.how) },
    { name: 'Who confirmed it', words: text(given.by) },
    { name: 'When', words: text(given.at) },
    { name: 'The number is from', words: text(given.source) },
    { name: 'The withdrawal', words: text(given.withdrawalId) },
  ]
  const signature = typeof given.signature === 'string' ? given.signature : ''
  return [
    ...lines.filter(({ words }) => words !== ''),
    ...(signature === '' ? [] : [{ name: 'Signature', words: displayText(signature, 5_000), isBytes: true }]),
  ]
}

const texts = (value: Json | undefined): readonly string[] =>
  Array.isArray(value) ? value.flatMap((one) => (typeof one === 'string' ? [displayText(one, 500)] : [])) : []

const text = (value: Json | undefined): string =>
  typeof value === 'string' ? displayText(value, 200) : typeof value === 'number' ? String(value) : ''

// Each line made safe to show: names inside may hold characters that draw nothing, or turn what follows around.
const json = (value: Json | undefined): string =>
  (JSON.stringify(value, null, 2) ?? '')
    .split('\n')
    .map((line) => displayText(line, 500))
    .join('\n')

const list = (value: Json | undefined): string => (Array.isArray(value) ? value.map(text).join(' and ') : '')

function chain(body: Fields): string {
  const id = typeof body.chainId === 'number' ? body.chainId : -1
  return findChain(id)?.name ?? `chain ${id}`
}

function contacts(body: Fields): readonly Fields[] {
  return Array.isArray(body.contacts) ? (body.contacts as readonly Fields[]) : []
}
