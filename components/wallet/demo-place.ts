/** Where the demo kit finds its chain, and whom it plays. Null everywhere but in the demo build. */
export type DemoPlace = { readonly rpcUrl: string; readonly memberId: string | null }
