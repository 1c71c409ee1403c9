/** A Safe's own function for running a transaction; at another Safe it is a nested execution. */
export const EXEC_TRANSACTION =
  'execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)'

/** By which an owner approves a transaction of a Safe on chain. */
export const APPROVE_HASH = 'approveHash(bytes32)'
