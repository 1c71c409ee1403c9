import { parseAddress } from '@/lib/core/address'
import type { FreezeScope } from '@/lib/policy/freeze'

type Typed = { readonly ok: true; readonly scope: FreezeScope } | { readonly ok: false; readonly message: string }

/** The counterparty at an address as typed or pasted, with a chain's prefix or without: it is frozen on every chain. */
export function typedCounterparty(text: string): Typed {
  const parsed = parseAddress(text, /^\s*([a-z0-9]{1,16}):/.exec(text)?.[1] ?? '')
  return parsed.ok ? { ok: true, scope: { kind: 'counterparty', id: parsed.address.toLowerCase() } } : parsed
}
