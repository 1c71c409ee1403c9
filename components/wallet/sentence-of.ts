import { FlowError } from '../flows/client'
import { WalletProblem } from './wallet-problem'

/** The sentence of an error that a person can act on; our own faults say only that they are ours. */
export function sentenceOf(error: unknown): string {
  if (error instanceof FlowError || error instanceof WalletProblem) return error.message
  return 'This page met an error and stopped. Nothing more was sent. Load it again and look before you repeat anything.'
}
