import type { Address } from 'viem'
import type { Chain } from '@/lib/chains/types'
import { isSameAddress, parseAddress, SENTINEL_ADDRESS, ZERO_ADDRESS } from '@/lib/core/address'
import type { FieldProblem } from '@/lib/core/errors'
import { labelProblems, labelsOf, type ParsedIntent, type RawLabels } from '@/lib/stage/intent'
import type { Control } from '@/lib/stage/control'
import type { OwnersChange } from '@/lib/stage/types'

export const OWNERS_CHANGES = ['add-owner', 'remove-owner', 'swap-owner', 'change-threshold'] as const

/** What a form sends of a change; fields that its kind does not use are left alone. */
export type RawOwnersChange = {
  readonly kind: OwnersChange['kind']
  /** Who is added, removed or replaced. */
  readonly owner: string
  readonly newOwner: string
  readonly threshold: string
}

type Field = 'owner' | 'newOwner' | 'threshold'

/** Turns what was typed into an intent, or into one sentence for each field that is wrong (`change.owner`). */
export function parseOwnersChange(
  raw: RawLabels & { readonly change: RawOwnersChange },
  context: { readonly chain: Chain; readonly safe: Address; readonly control: Control },
): ParsedIntent {
  const problems: FieldProblem[] = []
  const wrong = (field: Field, message: string): null => {
    problems.push({ field: `change.${field}`, message })
    return null
  }
  const change = readChange(raw.change, context, wrong)
  problems.push(...labelProblems(raw))
  if (change === null || problems.length > 0) return { ok: false, problems }
  return { ok: true, intent: { legs: [], ...labelsOf(raw), change } }
}

type Wrong = (field: Field, message: string) => null
type Context = Parameters<typeof parseOwnersChange>[1]

function readChange(raw: RawOwnersChange, context: Context, wrong: Wrong): OwnersChange | null {
  const { control } = context
  switch (raw.kind) {
    case 'add-owner': {
      const owner = newcomer('owner', raw.owner, context, wrong)
      const threshold = readThreshold(raw.threshold, control.owners.length + 1, wrong)
      return owner && threshold ? { kind: 'add-owner', owner, threshold } : null
    }
    case 'remove-owner': {
      const owner = present('owner', raw.owner, context, wrong)
      if (owner && control.owners.length === 1) return wrong('owner', 'A Safe keeps at least one owner.')
      const threshold = readThreshold(raw.threshold, control.owners.length - 1, wrong)
      return owner && threshold ? { kind: 'remove-owner', owner, threshold } : null
    }
    case 'swap-owner': {
      const oldOwner = present('owner', raw.owner, context, wrong)
      const newOwner = newcomer('newOwner', raw.newOwner, context, wrong)
      return oldOwner && newOwner ? { kind: 'swap-owner', oldOwner, newOwner } : null
    }
    case 'change-threshold': {
      const threshold = readThreshold(raw.threshold, control.owners.length, wrong)
      if (threshold === control.threshold) return wrong('threshold', `The Safe asks for ${threshold} already.`)
      return threshold ? { kind: 'change-threshold', threshold } : null
    }
  }
}

function newcomer(field: Field, text: string, { chain, safe, control }: Context, wrong: Wrong): Address | null {
  if (text.trim() === '') return wrong(field, 'Paste the address of the new owner.')
  const parsed = parseAddress(text, chain.shortName)
  if (!parsed.ok) return wrong(field, parsed.message)
  const { address } = parsed
  if (address === ZERO_ADDRESS || address === SENTINEL_ADDRESS) return wrong(field, 'Nobody has this address.')
  if (isSameAddress(address, safe)) return wrong(field, 'A Safe cannot own itself.')
  if (isOwner(address, control)) return wrong(field, 'This is an owner of the Safe already.')
  return address
}

function present(field: Field, text: string, { chain, control }: Context, wrong: Wrong): Address | null {
  if (text.trim() === '') return wrong(field, 'Choose an owner.')
  const parsed = parseAddress(text, chain.shortName)
  if (!parsed.ok) return wrong(field, parsed.message)
  return isOwner(parsed.address, control) ? parsed.address : wrong(field, 'This is no owner of the Safe.')
}

function readThreshold(text: string, most: number, wrong: Wrong): number | null {
  const number = /^\d{1,4}$/.test(text.trim()) ? Number(text.trim()) : 0
  return number >= 1 && number <= most
    ? number
    : wrong('threshold', `Write a whole number from 1 to ${most}: so many owners there are afterwards.`)
}

const isOwner = (address: Address, { owners }: Control) => owners.some((one) => isSameAddress(one, address))
