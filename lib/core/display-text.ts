// Control, bidi and lone surrogate; what draws nothing: soft hyphen, joiners, fillers (Hangul, Braille, Mongolian),
// variation selectors, tags.
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}\u{e0100}-\u{e01ef}]/gu

/**
 * Text from outside made safe to show: NFC, hidden characters replaced by their visible code point, length capped. Every
 * label, purpose, symbol, revert reason and ABI name passes through here (SPEC §8).
 * @param cap in UTF-16 units, counted after replacement
 */
export function displayText(text: string, cap = 280): string {
  const visible = text
    .normalize('NFC')
    .replace(HIDDEN, (c) => `‹U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}›`)
  return visible.length <= cap ? visible : `${visible.slice(0, cap - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

/** What a reader sees of a text from outside; empty where somebody typed nothing but what draws nothing. */
export function readableText(text: string): string {
  return text.normalize('NFC').replace(HIDDEN, '').trim()
}
