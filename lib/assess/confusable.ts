/** Letters of other scripts that are drawn like Latin ones (after Unicode TR39), each before the Latin one. */
const PAIRS =
  'аaсcԁdеeһhіiјjӏlоoрpԛqѕsԝwхxуyАAВBЕEНHІIЈJКKМMОOРPСCЅSТTХXУYԌGԚQԜWαaνvοoρpυuιiκkγyΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXօoսuհhոnցgԼLՍUՏSᎪAᏴBᏟCᎬEᎻHᎫJᏦKᏞLᎷMᏢPᎡRᏚSᎢTᏙVᏔWᏃZ' +
  'ꓐBꓑPꓓDꓔTꓖGꓗKꓙJꓚCꓜZꓝFꓟMꓠNꓡLꓢSꓣRꓦVꓧHꓪWꓫXꓬYꓮAꓰEꓲIꓳOꓴUⲀAⲂBⲈEⲌZⲎHⲒIⲔKⲘMⲚNⲞOⲢPⲤCⲦTⲬXⲟoⲥcⲣp' +
  'ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwʏyᴢzɑaɡgıi'
const LATIN = new Map(
  Array.from({ length: PAIRS.length / 2 }, (_, at) => [PAIRS.charAt(at * 2), PAIRS.charAt(at * 2 + 1)] as const),
)
/** Drawn alike within Latin. */
const ALIKE: Readonly<Record<string, string>> = { '0': 'o', '1': 'l', i: 'l', '|': 'l', '5': 's' }
const OTHER_SCRIPTS =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Lisu}\p{Script=Coptic}]/u
/** Direction marks, isolates and overrides, and what has no width: nothing of it belongs in a label. */
const INVISIBLE =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\u{1d173}-\u{1d17a}\u{e0000}-\u{e007f}]/u
/** A joiner belongs between pictures, as in family emoji, and nowhere else. */
const JOINER = /(?<!\p{Extended_Pictographic}\ufe0f?)\u200d|\u200d(?!\p{Extended_Pictographic})/u

/** What a text looks like, whatever letters it is made of: two texts of one skeleton are mistaken for each other. */
export function skeleton(text: string): string {
  return [...text.normalize('NFKC')]
    .filter((letter) => !INVISIBLE.test(letter) && !/[\s\p{Cc}\u200d]/u.test(letter))
    .map((letter) => (LATIN.get(letter) ?? letter).toLowerCase())
    .map((letter) => ALIKE[letter] ?? letter)
    .join('')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
}

/** The first word that mixes Latin with letters drawn like it, or is wholly made of such letters; null where none is. */
export function confusableWord(text: string): string | null {
  const words = text.normalize('NFC').split(/[\s.,;:/()[\]{}"'!?+_-]+/)
  const isForeign = words.some((word) => !isMixed(word) && hasOwnLetter(word))
  return words.find((word) => isMixed(word) || isStyled(word) || (!isForeign && isDisguised(word))) ?? null
}

const isMixed = (word: string): boolean => OTHER_SCRIPTS.test(word) && /\p{Script=Latin}/u.test(word)

/** A letter that no Latin one is drawn like: what is around it is a text of that script, short words of doubles and all. */
const hasOwnLetter = (word: string): boolean =>
  [...word].some((letter) => OTHER_SCRIPTS.test(letter) && !LATIN.has(letter))

/** Mathematical and full-width letters. */
const isStyled = (word: string): boolean => /[\uff21-\uff5a\u{1d400}-\u{1d7ff}]/u.test(word)

/** A word of another script in which every letter has a Latin double. A single one counts beside a digit. */
function isDisguised(word: string): boolean {
  const letters = [...word].filter((letter) => /\p{L}/u.test(letter))
  const isWord = letters.length > 1 || (letters.length > 0 && /\d/.test(word))
  return isWord && OTHER_SCRIPTS.test(word) && letters.every((letter) => LATIN.has(letter))
}

/** True where a text has characters that change how the rest is drawn, or are not drawn at all. */
export const hasInvisible = (text: string): boolean => INVISIBLE.test(text) || JOINER.test(text)

const MOST_POINTS = 40

/** Each letter as its code point, which no font can disguise. */
export const codePoints = (text: string): string =>
  [...text]
    .slice(0, MOST_POINTS)
    .map((letter) => `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`)
    .join(' ')

/** Code points of the first word of a text that is made to be read as another one; null where none is. */
export function disguisedLetters(text: string): string | null {
  const word = confusableWord(text)
  if (word !== null) return codePoints(word)
  return hasInvisible(text) ? codePoints(text) : null
}
