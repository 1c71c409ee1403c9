/** Calls that treasuries make beside payments, with the values that make them what their words say. */
export const CALLS_OFTEN_MADE = [
  { method: 'approve(address spender, uint256 amount)', words: 'Revoke an approval of a token', values: ['', '0'] },
  { method: 'deposit() payable', words: 'Wrap the chain’s coin', values: [] },
  { method: 'withdraw(uint256 amount)', words: 'Unwrap the chain’s coin', values: [''] },
] as const
