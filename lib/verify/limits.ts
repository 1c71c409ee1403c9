/** A transaction of the service with its signatures has a few kB; the largest batches some hundred. */
export const IMPORT_LIMIT_BYTES = 1024 * 1024
