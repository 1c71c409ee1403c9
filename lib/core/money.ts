/** An exact amount: base units, never a float. Amounts of different assets are never added. */
export type Money<Asset> = { readonly asset: Asset; readonly units: bigint }

export type ParsedUnits = { ok: true; units: bigint } | { ok: false; message: string }

/**
 * Decimal text to base units. Accepts an optional thousands comma; nothing else is forgiven.
 * @param decimals of the asset, 0 to 36
 */
export function parseUnits(text: string, decimals: number): ParsedUnits {
  const plain = text.trim().replace(/(?<=\d),(?=\d{3}(\D|$))/g, '')
  const match = /^(\d{1,80})(?:\.(\d{1,80}))?$/.exec(plain)
  if (!match) return { ok: false, message: 'Write the amount in digits, with a full stop before decimals.' }
  const fraction = match[2] ?? ''
  if (fraction.length > decimals)
    return { ok: false, message: `This asset has ${decimals} decimals; the amount has ${fraction.length}.` }
  return { ok: true, units: BigInt((match[1] ?? '0') + fraction.padEnd(decimals, '0')) }
}

/** `{ whole: "40,000,000", fraction: ".00" }`: exact, never rounded, at least two decimals where the asset has them. */
export function formatUnits(units: bigint, decimals: number): { sign: string; whole: string; fraction: string } {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0')
  const cut = digits.length - decimals
  const whole = digits.slice(0, cut).replace(/\B(?=(\d{3})+$)/g, ',')
  const fraction = digits.slice(cut).replace(/0+$/, '').padEnd(Math.min(2, decimals), '0')
  return { sign: units < 0n ? '−' : '', whole, fraction: fraction === '' ? '' : `.${fraction}` }
}

/** The same as one string, with the asset's symbol after it. */
export function formatMoney(units: bigint, asset: { decimals: number; symbol: string }): string {
  const { sign, whole, fraction } = formatUnits(units, asset.decimals)
  return `${sign}${whole}${fraction} ${asset.symbol}`
}
