import 'server-only'
import type { Address } from 'viem'
import { resemblance } from '@/lib/assess/resemblance'
import { chainOf } from '@/lib/chains/index'
import { isSameAddress } from '@/lib/core/address'
import type { FieldProblem } from '@/lib/core/errors'
import type { ContactPast } from '@/lib/flows/contact-past'
import type { RegisteredRows } from '@/lib/flows/registered-rows'

type Asked = { readonly id: string; readonly chainId: number; readonly address: Address; readonly name: string }
type Known = { readonly name: string; readonly address: string }

/** What is wrong with rows beside what is registered and beside those before them: every row that is, told at once. */
export function contactProblems(contacts: readonly Asked[], rows: RegisteredRows): readonly FieldProblem[] {
  return contacts.flatMap((one, place) => {
    const others = [...rows.bookEntries, ...contacts.slice(0, place)]
    const twin = others.find(
      ({ chainId, address }) => chainId === one.chainId && isSameAddress(address as Address, one.address),
    )
    const taken = twin
      ? at(place, 'address', `${one.address} is in the book already, as ${twin.name}.`)
      : alikeProblem(place, one, [
          ...others,
          ...rows.safes,
          ...rows.assets.flatMap(({ address, symbol }) => (address === 'native' ? [] : [{ address, name: symbol }])),
        ])
    return [nameProblem(place, one, others), taken].filter((problem) => problem !== null)
  })
}

/** What lists, the chain's owners and the desk's own past say against rows. */
export function pastProblems(contacts: readonly Asked[], past: ContactPast): readonly FieldProblem[] {
  return contacts.flatMap((one, place) => {
    const listed = past.listed.filter(({ address }) => isSameAddress(address, one.address))
    const bait = past.bait.find(({ address }) => isSameAddress(address, one.address))
    const alike = bait
      ? {
          ...at(
            place,
            'address',
            `${one.address} sent your Safe a transfer in the hope of being copied, in place of ${bait.imitates}.`,
          ),
          resembles: { name: 'What it imitates', address: bait.imitates },
        }
      : alikeProblem(place, one, [
          ...past.owners,
          ...past.paid.map(({ id, address }) => ({ address, name: `whom ${id} paid` })),
          // Whoever is imitated looks like the imitation, and is let in.
          ...past.bait
            .filter(({ imitates }) => !isSameAddress(imitates, one.address))
            .map(({ address }) => ({ address, name: 'an address that was put before your Safe to be copied' })),
        ])
    return [
      ...listed.map(({ list, sha256, at: when }) =>
        at(
          place,
          'address',
          `${one.address} is on the list ${list}, by its snapshot ${sha256}, last confirmed ${when}. Nobody listed is paid, so nobody listed is added.`,
        ),
      ),
      ...(alike === null ? [] : [alike]),
    ]
  })
}

const at = (place: number, field: keyof Asked, message: string): FieldProblem => ({
  field: `body.contacts.${place}.${field}`,
  message,
})

function nameProblem(
  place: number,
  one: Asked,
  others: readonly { readonly id: string; readonly name: string }[],
): FieldProblem | null {
  const same = others.find(({ id }) => id === one.id)
  if (same) return at(place, 'id', `The id ${one.id} is taken by ${same.name}.`)
  const namesake = others.find(({ name }) => name.toLowerCase() === one.name.toLowerCase())
  return namesake ? at(place, 'name', `Another entry is called ${one.name}; names are unique.`) : null
}

// The same address on another chain is nobody's imitation; a look-alike is one wherever it stands.
function alikeProblem(
  place: number,
  { address, chainId }: Asked,
  known: readonly (Known & { readonly chainId?: number })[],
): FieldProblem | null {
  const alike = known.find(
    (other) => resemblance(address, other.address) !== null || resemblance(other.address, address) !== null,
  )
  if (!alike) return null
  const where = alike.chainId === undefined || alike.chainId === chainId ? '' : ` on ${chainOf(alike.chainId).name}`
  const message = `${address} looks like ${alike.name} at ${alike.address}${where} and is another address. That is how poisoned addresses look; compare every digit with its owner.`
  return { ...at(place, 'address', message), resembles: { name: alike.name, address: alike.address as Address } }
}
