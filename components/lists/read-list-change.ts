import { displayText, readableText } from '@/lib/core/display-text'
import type { FlowInput } from '@/lib/flows/index'

type Given = {
  readonly maxAge: string
  readonly url: string
  readonly isRetired: boolean
  readonly reason: string
}

export type ListChangeRead = FlowInput<'change-list'>
export type ListChangeProblems = { readonly maxAge?: string; readonly url?: string; readonly reason?: string }

/** What somebody typed of how a list is kept, in the form that the passkey confirms; or what is wrong with each field. */
export function readListChange(
  { id, changes }: { readonly id: string; readonly changes: number },
  given: Given,
): { readonly read: ListChangeRead | null; readonly problems: ListChangeProblems } {
  const [maxAge, url, reason] = [given.maxAge.trim(), given.url.trim(), given.reason.trim()]
  const isAge = /^[1-9]\d{0,3}$/.test(maxAge) && Number(maxAge) <= 8760
  const isUrl = url === '' || (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))
  const problems = {
    ...(!isAge && { maxAge: 'Say in whole hours when the list is stale, up to 8760.' }),
    ...(!isUrl && { url: 'Write a whole URL that begins with https://.' }),
    ...(readableText(reason).length < 8 && { reason: 'Give a reason of at least eight characters.' }),
  }
  if (Object.keys(problems).length > 0) return { read: null, problems }
  return {
    read: {
      ...{ listId: id, after: changes, maxAgeHours: Number(maxAge), isRetired: given.isRetired },
      // As the server reads both again: the passkey confirms exactly what is kept.
      ...{ url: url === '' ? null : new URL(url).href, reason: displayText(reason, 500) },
    },
    problems,
  }
}
