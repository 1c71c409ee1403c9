import type { Verification } from '@/lib/assess/types'
import { displayText } from '@/lib/core/display-text'
import { utcDay } from '../review/times'

/**
 * How an entry was verified, short, to stand after its name. Says whose word it is wherever the desk saw no proof: a call is
 * somebody's account of a call.
 */
export function verificationWords(given: Verification): string {
  switch (given.how) {
    case 'call-back':
      return `by call-back, on its admins’ word: ${displayText(given.by, 80)}, ${utcDay(new Date(given.at))}`
    case 'test-transfer':
      return `test transfer ${given.withdrawalId} arrived, on its admins’ word: ${displayText(given.by, 80)}, ${utcDay(new Date(given.at))}`
    case 'signed-message':
      return given.signer === 'key'
        ? 'its key signed a message for this desk'
        : 'the contract at this address says it signed a message for this desk'
  }
}

/** What that shows and what it leaves open. */
export function verificationMeaning(given: Verification | undefined): string {
  switch (given?.how) {
    case undefined:
      return 'Nobody recorded how it was verified.'
    case 'call-back':
      return `The number is from: ${displayText(given.source, 160)}.`
    case 'test-transfer':
      return 'The transfer is in this desk’s history; that it reached its owner is what they said.'
    case 'signed-message':
      return given.signer === 'key'
        ? 'Whoever holds the key agreed to this name. It does not show who they are.'
        : 'No key of the address signed. The contract’s own code said yes when it was asked, as the desk’s nodes told it; it does not show who is behind it.'
  }
}
