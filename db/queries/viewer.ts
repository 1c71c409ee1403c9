/** Whoever looks. Every read takes one, so that scoping has a place; today each member sees every withdrawal. */
export type Viewer = { readonly memberId: string; readonly roles: readonly string[] }
