/** A transaction of the service with its signatures has a few kB; the largest batches some hundred. */
export const IMPORT_LIMIT_BYTES = 1024 * 1024

/** Nodes take no transaction above this (geth's `txMaxSize`), so longer calldata is nobody's to sign. */
export const CALLDATA_LIMIT_BYTES = 128 * 1024
