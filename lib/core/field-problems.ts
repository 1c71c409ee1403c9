import { z } from 'zod'
import { displayText } from '@/lib/core/display-text'
import type { FieldProblem } from '@/lib/core/errors'
import { nearestWord } from '@/lib/core/nearest-word'

/**
 * The words of a shape's refusals where zod's own tell little: what is missing, what is of another kind, and each unknown
 * field with the one that was probably meant. Given to `safeParse` as its `error`; a shape's own words come first.
 */
export const fieldWords: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'unrecognized_keys')
    // One line a field, in their order: `fieldProblems` puts each at its own path.
    return issue.keys.map((key) => unknownWords(key, fieldsOf(issue.inst))).join('\n')
  if (issue.code === 'invalid_type') {
    const asked = NOUNS[issue.expected] ?? issue.expected
    return issue.input === undefined ? `It is missing. ${capital(asked)} belongs here.` : `${capital(asked)} belongs here.`
  }
  return undefined
}

/** What is wrong, each at the dotted path of its field. @param base where the parsed value lies */
export function fieldProblems(issues: readonly z.core.$ZodIssue[], ...base: readonly string[]): FieldProblem[] {
  return issues.flatMap((issue) => {
    const at = (...more: readonly string[]) => [...base, ...issue.path.map(String), ...more].join('.')
    if (issue.code !== 'unrecognized_keys') return [{ field: at(), message: issue.message }]
    const lines = issue.message.split('\n')
    return issue.keys.map((key, place) => ({ field: at(displayText(key, 60)), message: lines[place] ?? issue.message }))
  })
}

/** "a, b and c". */
export const listWords = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`

function unknownWords(key: string, known: readonly string[]): string {
  const near = nearestWord(key, known)
  const fix = near === null ? `Known here: ${listWords(known)}.` : `Did you mean ${near}?`
  return `There is no field ${displayText(key, 60).replaceAll('\n', ' ')}. ${fix}`
}

const fieldsOf = (inst: unknown): readonly string[] => (inst instanceof z.ZodObject ? Object.keys(inst.shape) : [])

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
const NOUNS: Readonly<Record<string, string>> = {
  ...{ string: 'a text in quotes', number: 'a number', int: 'a whole number', boolean: 'true or false' },
  ...{ array: 'a list in [ ]', object: 'an object in { }', record: 'an object in { }' },
}
