/** Whose page this is, as far as a step-up binds it. */
export type Person = {
  readonly memberId: string
  readonly name: string
  readonly installation: string
  /** Whether the demo kit can answer for this member too. */
  readonly isDemo: boolean
}
