/** transfer(address,uint256) of ERC-20. */
export const TRANSFER_SELECTOR = '0xa9059cbb'

export type TransferData =
  | { readonly ok: true; readonly to: string; /** Base units, as decimal digits. */ readonly units: string }
  | { readonly ok: false; readonly message: string }

/**
 * Calldata of exactly one ERC-20 transfer: its selector, an address padded with zeros and an amount, 68 bytes and not
 * one more. What else it is stands in `message`, as the end of a sentence that begins with the transaction's number.
 */
export function readTransferData(data: string): TransferData {
  if (!/^0x([0-9a-fA-F]{2})*$/.test(data)) return { ok: false, message: 'has data that is no hex' }
  const hex = data.toLowerCase()
  if (!hex.startsWith(TRANSFER_SELECTOR)) return { ok: false, message: `calls ${hex.slice(0, 10)}` }
  const [, padding = '', to = '', units = ''] = /^0x.{8}(.{24})(.{40})(.{64})$/.exec(hex) ?? []
  if (units === '') return { ok: false, message: `calls transfer with ${hex.length / 2 - 1} bytes instead of 68` }
  if (/[^0]/.test(padding))
    return { ok: false, message: 'calls transfer with bytes before the address that should be zero' }
  return { ok: true, to: `0x${to}`, units: BigInt(`0x${units}`).toString() }
}
