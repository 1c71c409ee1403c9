import type { SampleChange } from '@/tests/builders/sample-facts'

/** A payment that refunds its gas: something that approvers have to read. */
export const REFUNDED: SampleChange = { tx: { safeTxGas: 60_000n, baseGas: 21_000n, gasPrice: 1_000_000_000n } }
