import { expect, it } from 'vitest'
import type { ServedSafe } from '@/db/queries/safes'
import { SAFE } from '@/tests/builders/reviewed'
import { partsOf } from './address-parts'

const TOKEN = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48'
const safe: ServedSafe = { id: 's', chainId: 1, address: SAFE, name: 'Treasury', version: '1.4.1', isEnforced: false }
const known = { safes: [safe], assets: [{ chainId: 1, address: TOKEN, symbol: 'USDC', decimals: 6 }] } as const
const idsOf = (address: typeof TOKEN | typeof SAFE) => partsOf(address, known).map(({ id }) => id)

it('looks for payments, calls, owners and any other part of every address, and for what the Safe or token moved that it is here', () => {
  expect(idsOf('0x000000000000000000000000000000000000dEaD' as typeof TOKEN)).toEqual(['paid', 'owner', 'touched'])
  expect(idsOf(SAFE)).toEqual(['paid', 'owner', 'from-s', 'touched'])
  expect(idsOf(TOKEN)).toEqual(['paid', 'owner', 'of-1', 'touched'])
  const [, , token] = partsOf(TOKEN.toLowerCase() as typeof TOKEN, known)
  expect(token).toMatchObject({
    title: 'Withdrawals of USDC on Ethereum',
    filter: { asset: { chainId: 1, address: TOKEN } },
    all: `/withdrawals?asset=1%3A${TOKEN}`,
  })
  expect(partsOf(SAFE, known).at(-1)).toMatchObject({
    filter: { touched: { address: SAFE, part: 'unstated' } },
    all: `/withdrawals?touches=${SAFE}`,
  })
})
