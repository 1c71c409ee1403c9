import { displayText } from '@/lib/core/display-text'
import { MAX_LIST_BYTES } from '@/lib/stage/limits'
import { tooLargeWords } from '@/lib/stage/payment-list'

/** How large a file may be, and the sentence for a larger one. */
export type FileLimit = { readonly bytes: number; readonly words: (bytes: number) => string }

export type ListFile = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly sentence: string }

/** The text of the one chosen or dropped file, or why it was not read; null when none was chosen. */
export async function readListFile(
  files: FileList | null,
  limit: FileLimit = { bytes: MAX_LIST_BYTES, words: tooLargeWords },
): Promise<ListFile | null> {
  const [file, ...more] = [...(files ?? [])]
  if (!file) return null
  const refuse = (sentence: string) => ({ ok: false, sentence: `${sentence} Nothing was read.` }) as const
  if (more.length > 0) return refuse(`${more.length + 1} files at once; one is read at a time.`)
  const name = displayText(file.name, 80)
  // Before reading it: what is too large is not held in memory either.
  if (file.size > limit.bytes) return refuse(`${name}: ${limit.words(file.size)}`)
  if (file.size === 0) return refuse(`${name} is empty.`)
  try {
    return { ok: true, text: await file.text() }
  } catch (error) {
    if (error instanceof DOMException) return refuse(`The browser could not open ${name}. Choose it again.`)
    throw error
  }
}
