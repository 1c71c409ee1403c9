/** Where a page of notices begins, or null for the newest, also where the address names nothing that could be a place. */
export function readBelow({ below }: Readonly<Record<string, string | string[] | undefined>>): number | null {
  return typeof below === 'string' && /^[1-9]\d{0,14}$/.test(below) ? Number(below) : null
}
