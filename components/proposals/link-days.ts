/** For how many days the link of an invitation may work. */
export const LINK_DAYS = [1, 3, 7, 14] as const
