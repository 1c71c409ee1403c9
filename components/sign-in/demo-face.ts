/** A demo member as the switcher shows them. */
export type DemoFace = {
  readonly id: string
  readonly name: string
  readonly roles: readonly string[]
  /** Demo Safes that this member's address owns. */
  readonly owns: readonly string[]
}
