/** A theft that happened, told by what the signers saw. */
export type Incident = {
  readonly id: string
  readonly name: string
  readonly when: string
  readonly loss: string
  /** What was on the screen. */
  readonly seen: string
  /** What the bytes did. */
  readonly done: string
  /** What would have shown it. */
  readonly check: string
  /** Codes of findings that this desk gives it. */
  readonly codes: readonly string[]
}

/** Real incidents, newest first. Every one passed people who looked. */
export const INCIDENTS: readonly Incident[] = [
  {
    id: 'request-finance',
    name: 'Request Finance',
    when: 'September 2025',
    loss: '$3.05 million',
    seen: 'A batch that pays two invoices through a payment contract the company used every week.',
    done: 'One call in the batch allowed a contract to take any amount of USDC. Its address has the same first and last digits as the real payment contract.',
    check:
      'Read the spender of every allowance whole, group by group. A batch of payments needs no unlimited allowance.',
    codes: ['APPROVE_LOOKALIKE_SPENDER', 'APPROVE_UNLIMITED', 'INTENT_MISMATCH'],
  },
  {
    id: 'bybit',
    name: 'Bybit',
    when: '21 February 2025',
    loss: '$1.46 billion',
    seen: 'A transfer of 30,000 ETH to the warm wallet, on the usual page, from the usual address. The page had been changed for this one Safe.',
    done: 'A delegatecall to a contract whose function is called transfer. It wrote the address of the thief’s code where the Safe keeps its own. From then on no signature was needed.',
    check:
      'The operation: 1 is never a payment. The hash on the device against a second machine that does not use the same page. A second transaction waited with the same nonce, and stored signatures did not recover.',
    codes: ['DELEGATECALL_UNTRUSTED', 'SINGLETON_CHANGE', 'INTENT_MISMATCH', 'NONCE_CONFLICT', 'SIGNATURE_INVALID'],
  },
  {
    id: 'radiant',
    name: 'Radiant Capital',
    when: 'October 2024',
    loss: '$50 million',
    seen: 'Routine changes of parameters, with a clean simulation. The transaction failed and had to be signed again, several times.',
    done: 'Malware on the signers’ machines gave the devices another transaction: an ordinary call that handed the protocol to a stranger. Each failure collected one more signature.',
    check:
      'The hash on the device, every time, also the third time. A signature that fails is kept by somebody: ask who has it. New owners who are no contacts.',
    codes: ['OWNERSHIP_TRANSFER_UNKNOWN', 'UPGRADE_IMPLEMENTATION_UNKNOWN', 'SIGNATURE_INVALID', 'HASH_MISMATCH'],
  },
  {
    id: 'eigenlayer',
    name: 'An investor of EigenLayer',
    when: 'October 2024',
    loss: '$5.7 million',
    seen: 'An e-mail in a running thread: please pay to the custodian’s new address.',
    done: 'An honest transfer to the address in the mail. Somebody else had been writing in the thread for a while.',
    check:
      'Call the recipient at a number you had before. New addresses wait in the address book for a second person and for time.',
    codes: ['RECIPIENT_NEW'],
  },
  {
    id: 'wazirx',
    name: 'WazirX',
    when: 'July 2024',
    loss: '$235 million',
    seen: 'Token transfers to a listed address, confirmed by the custodian’s page and by hardware wallets. A failed transfer and a low hot wallet had made it urgent.',
    done: 'A delegatecall that replaced the code of the Safe. The stored signatures did not belong to the transfer that was shown.',
    check:
      'Signatures that do not recover for what is shown mean that something else was signed. Urgency is a reason to wait.',
    codes: ['DELEGATECALL_UNTRUSTED', 'SIGNATURE_INVALID', 'SINGLETON_CHANGE'],
  },
  {
    id: 'poisoning',
    name: 'A wallet with 1,155 WBTC',
    when: '3 May 2024',
    loss: '$68 million',
    seen: 'A test transfer to a new address arrived. The next one was copied from the history of transfers.',
    done: 'Minutes after the test somebody had sent nothing from an address with the same first four and last six digits. That address was the one in the history.',
    check: 'Never copy an address from a history. Compare the middle, not the ends.',
    codes: ['RECIPIENT_LOOKALIKE'],
  },
  {
    id: 'badger',
    name: 'BadgerDAO',
    when: 'December 2021',
    loss: '$120 million',
    seen: 'The protocol’s own page asked to confirm a claim of rewards.',
    done: 'A script in the page asked for an allowance instead: any amount, for a person’s address. It was used days later.',
    check: 'A claim needs no allowance. An allowance for an address without code is a gift.',
    codes: ['APPROVE_EOA_SPENDER', 'APPROVE_UNLIMITED', 'INTENT_MISMATCH'],
  },
]

/** The incidents in which this code would have been found. */
export const incidentsWith = (code: string): readonly Incident[] =>
  INCIDENTS.filter(({ codes }) => codes.includes(code))
