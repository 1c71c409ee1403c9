import { readFileSync } from 'node:fs'
import type { Hex } from 'viem'
import { demoMember } from '@/lib/demo/members'
import type { ImportPage } from '@/lib/flows/import-page'
import { loadImportPage } from '@/lib/flows/import-page'
import { hashSafeTx } from '@/lib/stage/hash'
import type { SafeTx, StagedTx } from '@/lib/stage/types'
import { type MoneyDesk, PAYEE, sign } from '@/tests/builders/money-desk'
import { act, signIn } from '@/tests/builders/world'

export type Answer = { readonly importId: string; readonly isNew: boolean; readonly addedSignatures: number }

/** A plain payment from the treasury that nobody staged. */
export function outsideTx(desk: MoneyDesk, change: Partial<SafeTx> = {}): StagedTx {
  const treasury = desk.safes.find(({ id }) => id === 'treasury')
  if (!treasury) throw new Error('there is a treasury')
  const safe = { chainId: 31337, address: treasury.address, version: treasury.version }
  const none = '0x0000000000000000000000000000000000000000'
  const gas = { safeTxGas: 0n, baseGas: 0n, gasPrice: 0n, gasToken: none, refundReceiver: none } as const
  const tx: SafeTx = { to: PAYEE, value: 1n, data: '0x', operation: 0, ...gas, nonce: 0n, ...change }
  return { safe, tx, hashes: hashSafeTx(safe, tx) }
}

export type Confirmation = { readonly owner: string | null; readonly signature: Hex | null }

/** What a member's key signed. */
export const confirmationOf = async (desk: MoneyDesk, who: string, staged: StagedTx): Promise<Confirmation> => ({
  owner: demoMember(who).address,
  signature: await sign(desk, who, staged),
})

/** As the Safe Transaction Service answers it, without chain and version. */
export function serviceJson({ safe, tx, hashes }: StagedTx, confirmations: readonly Confirmation[] = []) {
  return {
    safe: safe.address,
    ...tx,
    value: String(tx.value),
    safeTxGas: Number(tx.safeTxGas),
    baseGas: Number(tx.baseGas),
    gasPrice: String(tx.gasPrice),
    nonce: Number(tx.nonce),
    data: tx.data === '0x' ? null : tx.data,
    safeTxHash: hashes.safeTx,
    confirmations: confirmations.map((one) => ({ ...one, signatureType: 'EOA' })),
  }
}

export const pasted = (value: object, more: object = {}) => ({
  ...{ text: JSON.stringify(value), chainId: '31337', version: '1.4.1' },
  ...more,
})

export const importAs = async (desk: MoneyDesk, who: string, input: object): Promise<Answer> =>
  (await act(desk, who, 'import-transaction', input)) as Answer

export const readImport = async (desk: MoneyDesk, who: string, id: string): Promise<ImportPage> =>
  loadImportPage(desk.deps, await signIn(desk, who), id)

/** The transaction that emptied Bybit's cold wallet, as the corpus holds it. */
export function bybit(): Record<string, unknown> {
  const { cases } = JSON.parse(readFileSync('tests/fixtures/corpus/cases.json', 'utf8')) as {
    cases: (Record<string, unknown> & { id: string })[]
  }
  const found = cases.find(({ id }) => id === 'P001')
  if (!found) throw new Error('the corpus has P001')
  return found
}
