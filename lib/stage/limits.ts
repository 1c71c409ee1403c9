/**
 * Payments in one withdrawal. About 30,000 gas each to new holders, so that some 500 reach the gas cap of a transaction
 * (2^24, EIP-7825); what the Safe and its batch contract need comes on top.
 */
export const MAX_LEGS = 400

/** A list of payments is read up to this many bytes of UTF-8: 640 for each of 400 payments. */
export const MAX_LIST_BYTES = 256 * 1024
