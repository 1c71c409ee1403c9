import 'server-only'
import { z } from 'zod'
import { safe } from '@/db/schema/registry'
import { isSameAddress } from '@/lib/core/address'
import { chainOf } from '@/lib/chains/index'
import { safeObject } from '@/lib/flows/content'
import { isSameContent } from '@/lib/flows/differs'
import { defineKind } from '@/lib/flows/proposals/kind'
import { refused } from '@/lib/flows/proposals/refused'
import { exactAddress, plainWords, registeredChain, slug } from '@/lib/flows/proposals/shapes'
import { unliftableReason } from '@/lib/policy/freeze'
import { SAFE_VERSIONS } from '@/lib/stage/versions'

const body = z.strictObject({
  id: slug,
  chainId: registeredChain,
  address: exactAddress,
  name: plainWords(60),
  safeVersion: z.enum(SAFE_VERSIONS),
})

/** A Safe that was created elsewhere, served from now on. What it is, the chain says again at every review. */
export const addSafe = defineKind({
  id: 'add-safe',
  body,
  check: ({ id, chainId, address, name }, rows) => {
    const unliftable = unliftableReason(rows.members.map(({ id: memberId, ...one }) => ({ ...one, memberId })))
    if (unliftable !== null)
      throw refused('address', `No Safe is served before a freeze could be lifted. ${unliftable}`)
    if (rows.safes.some((one) => one.id === id)) throw refused('id', `There is a Safe ${id} already.`)
    if (rows.safes.some((one) => one.chainId === chainId && isSameAddress(one.address, address)))
      throw refused('address', `${address} on ${chainOf(chainId).name} is served already.`)
    if (rows.safes.some((one) => one.name.toLowerCase() === name.toLowerCase()))
      throw refused('name', `Another Safe is called ${name}.`)
  },
  ask: async (io, { chainId, address, safeVersion }) => {
    const trusted = await io.chain.checkSafe(chainId, address)
    if (!trusted.ok) throw refused('address', trusted.sentence)
    if (trusted.state.version !== safeVersion)
      throw refused('safeVersion', `The Safe says it is version ${trusted.state.version}, not ${safeVersion}.`)
  },
  apply: async (tx, asked, { at }) => {
    const [row] = await tx
      .insert(safe)
      .values({ ...asked, createdAt: at })
      .returning()
    if (!row) throw new Error('insert returned no row')
    return [safeObject(row)]
  },
  admits: (object, asked, { known }) =>
    !known.isKnown(object) &&
    isSameContent(safeObject({ ...asked, isEnforced: false, version: 1, createdAt: new Date(0) }), object),
})
