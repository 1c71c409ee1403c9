/** Whether a list is too old to say that an address is not on it. @param maxAgeHours as its members set it */
export function isListStale(snapshotAt: Date, maxAgeHours: number, now: Date): boolean {
  return now.getTime() - snapshotAt.getTime() > maxAgeHours * 3_600_000
}
