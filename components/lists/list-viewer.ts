/** Who does something with lists, as far as a passkey step asks. */
export type ListViewer = {
  readonly installation: string
  readonly memberId: string
  readonly isDemo: boolean
  /** Whether they may change how a list is kept. */
  readonly isAdmin: boolean
}
