export const ANNOUNCER_ID = 'announcer'

/** Speaks a sentence through the page's one polite live region, without moving focus. */
export function announce(sentence: string): void {
  document.getElementById(ANNOUNCER_ID)?.replaceChildren(sentence)
}
