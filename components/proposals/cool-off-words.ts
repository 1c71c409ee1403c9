import { CONTACT_CLASSES, type CoolOffs } from '@/lib/assess/contact-classes'

/** "72 hours", "9 hours 15 minutes", "1 second": never rounded, never in days. */
export function hoursWords(seconds: number): string {
  const parts = [
    { count: Math.floor(seconds / 3600), unit: 'hour' },
    { count: Math.floor(seconds / 60) % 60, unit: 'minute' },
    { count: seconds % 60, unit: 'second' },
  ].filter(({ count }) => count > 0)
  if (parts.length === 0) return 'no time'
  return parts.map(({ count, unit }) => `${count} ${unit}${count === 1 ? '' : 's'}`).join(' ')
}

/** How long each class cools off, the longest first: "Before it counts it cools off: counterparty 72 hours, …". */
export function classesSentence(coolOffs: CoolOffs): string {
  const all = CONTACT_CLASSES.toSorted((one, other) => coolOffs[other] - coolOffs[one])
  const longest = Math.max(...Object.values(coolOffs))
  if (all.every((kind) => coolOffs[kind] === longest)) return `Before it counts it cools off ${hoursWords(longest)}.`
  return `Before it counts it cools off: ${all.map((kind) => `${kind} ${hoursWords(coolOffs[kind])}`).join(', ')}.`
}

export type CoolOffLine = { readonly name: string; readonly words: string }

/** How long contacts will cool off, a line for each class among them, the longest first. */
export function coolOffLines(
  contacts: readonly { readonly class: string }[],
  coolOffs: CoolOffs,
): readonly CoolOffLine[] {
  return CONTACT_CLASSES.map((kind) => ({
    ...{ kind, seconds: coolOffs[kind] },
    count: contacts.filter((one) => one.class === kind).length,
  }))
    .filter(({ count }) => count > 0)
    .toSorted((one, other) => other.seconds - one.seconds)
    .map(({ kind, count, seconds }) => ({ name: `${count} of class ${kind}`, words: hoursWords(seconds) }))
}

/** The same as one sentence; empty where there is no contact. */
export function coolOffSentence(contacts: readonly { readonly class: string }[], coolOffs: CoolOffs): string {
  const lines = coolOffLines(contacts, coolOffs).map(({ name, words }) => `${name} for ${words}`)
  return lines.length === 0 ? '' : `Once agreed to, they cool off: ${lines.join(', ')}.`
}
