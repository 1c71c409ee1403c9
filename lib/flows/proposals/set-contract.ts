import 'server-only'
import { z } from 'zod'
import { contract } from '@/db/schema/registry'
import { knownFunction } from '@/lib/decode/contracts/functions'
import { selectorOf } from '@/lib/decode/registered-functions'
import { contractObject } from '@/lib/flows/content'
import { isSameContent } from '@/lib/flows/differs'
import { defineKind } from '@/lib/flows/proposals/kind'
import { refused } from '@/lib/flows/proposals/refused'
import { bodyDigest, exactAddress, plainWords, registeredChain } from '@/lib/flows/proposals/shapes'
import { newestContracts } from '@/lib/flows/registered-rows'
import { isSamePin } from '@/lib/io/code-pin'

const MOST_FUNCTIONS = 60

const body = z.strictObject({
  chainId: registeredChain,
  address: exactAddress,
  /** The version that it follows on; 0 for a contract that is new here. */
  version: z.int().min(0),
  name: plainWords(60),
  /** "deposit(uint256 assets, address receiver)", ascending; none to vouch for nothing there any more. */
  functions: z
    .array(plainWords(500))
    .max(MOST_FUNCTIONS, `At most ${MOST_FUNCTIONS} functions. Leave out what nobody here calls.`),
  codeHash: bodyDigest,
  implementation: exactAddress.nullable(),
  implementationCodeHash: bodyDigest.nullable(),
})

/**
 * A contract whose functions two people read and vouch for, so that calls of them can be staged. It counts only while the
 * contract runs the code that they looked at, and gives no call any effect that its simulation does not show.
 */
export const setContract = defineKind({
  id: 'set-contract',
  body,
  check: (asked, rows) => {
    const { chainId, address, version, name, functions } = asked
    const newest = newestContracts(rows)
    const before = newest.find((one) => one.chainId === chainId && one.address === address)
    const standing = before?.version ?? 0
    if (version !== standing)
      throw refused(
        'version',
        `Version ${standing} of this contract was registered meanwhile. Look at what changed, then go on from there.`,
      )
    if (before === undefined && functions.length === 0) throw refused('functions', 'Write at least one function.')
    const isTaken = newest.some((one) => one !== before && one.name.toLowerCase() === name.toLowerCase())
    if (isTaken) throw refused('name', `Another contract is called ${name}; two of one name would be mistaken.`)
    if (rows.safes.some((one) => one.chainId === chainId && one.address === address))
      throw refused('address', 'This is a Safe of this desk: what it does is read by the ABI of its version alone.')
    checkFunctions(functions)
  },
  ask: async (io, { chainId, address, functions, ...asked }) => {
    // To vouch for nothing is possible whatever stands there.
    if (functions.length === 0) return
    const found = await io.chain.readCodePin(chainId, address)
    if (!isSamePin(found, asked as typeof found))
      throw refused(
        'codeHash',
        `${address} runs other code than what was proposed: its hash is ${found.codeHash}${found.implementation === null ? '' : `, its implementation ${found.implementation}`}.`,
      )
  },
  apply: async (tx, { version, ...asked }, { at }) => {
    const [row] = await tx
      .insert(contract)
      .values({ ...asked, version: version + 1, createdAt: at })
      .returning()
    if (!row) throw new Error('insert returned no row')
    return [contractObject(row)]
  },
  admits: (object, { version, ...asked }, { known }) =>
    (known.versionOf(object) ?? 0) === version &&
    isSameContent(contractObject({ ...asked, version: version + 1, createdAt: new Date(0) }), object),
})

// Each is written as it will be shown, once, and no two share their four bytes.
function checkFunctions(functions: readonly string[]): void {
  const selectors = new Map<string, string>()
  for (const [place, text] of functions.entries()) {
    const selector = selectorAt(text, place)
    const same = selectors.get(selector)
    if (same !== undefined) throw refused(`functions.${place}`, `${text} has the same four bytes as ${same}.`)
    selectors.set(selector, text)
  }
  if (functions.some((text, place) => place > 0 && text <= (functions[place - 1] ?? '')))
    throw refused('functions', 'The functions are not in order.')
}

function selectorAt(text: string, place: number): string {
  try {
    return selectorOf(knownFunction(text))
  } catch {
    throw refused(
      `functions.${place}`,
      `${text} is no function. Write its name and parameter types: pay(address to, uint256 amount).`,
    )
  }
}
