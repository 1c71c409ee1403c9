import 'server-only'

export type Clock = { readonly now: () => Date }

/** The machine's clock; tests and jobs may bring another. */
export const systemClock: Clock = { now: () => new Date() }
