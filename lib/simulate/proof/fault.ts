/** Why nothing is proven: a byte that is not what the block says, or something that the run needs and nobody proved. */
export class ProofFault extends Error {
  constructor(
    readonly kind: 'wrong' | 'missing',
    message: string,
    /** What is missing, so that whoever makes witnesses can add it. */
    readonly needs: { readonly address: string; readonly slot: string | null } | null = null,
  ) {
    super(message)
    this.name = 'ProofFault'
  }
}
