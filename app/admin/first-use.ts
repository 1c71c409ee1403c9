/** When the first of somebody's passkeys counts; null where one does already, or where there is none. */
export function firstUse(usableFrom: readonly Date[], now: Date): Date | null {
  const first = [...usableFrom].sort((one, other) => one.getTime() - other.getTime())[0]
  return first !== undefined && first > now ? first : null
}
