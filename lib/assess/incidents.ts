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
  /** Codes of the same trick done otherwise: what it teaches shows these, too. */
  readonly teaches: readonly string[]
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
    teaches: ['MULTISEND_MALFORMED', 'MULTISEND_ZERO_TO_SELF', 'MULTISEND_VIA_CALL'],
  },
  {
    id: 'nobitex',
    name: 'Nobitex',
    when: '18 June 2025',
    loss: '$90 million',
    seen: 'Ordinary transfers, one after another on many chains.',
    done: 'They went to addresses that were written as words, which nobody holds a key of. Nobody can ever move it from there.',
    check: 'Read the recipient whole. An address that spells something was made up, not derived from a key.',
    codes: ['RECIPIENT_BURN'],
    teaches: ['RECIPIENT_ZERO', 'RECIPIENT_IS_TOKEN_CONTRACT'],
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
    teaches: [
      'NESTED_DELEGATECALL_UNTRUSTED',
      'DELEGATECALL_NO_CODE',
      'DELEGATECALL_LOOKALIKE_LIBRARY',
      'OPERATION_INVALID',
      'SAFE_CODE_UNOFFICIAL',
      'CONFIGURATION_UNEXPLAINED',
      'CODE_REPLACED',
      'SELECTOR_COLLISION_SELF',
      'FALLBACK_HANDLER_UNOFFICIAL',
    ],
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
    teaches: [
      'SIMULATION_REVERTED',
      'SIMULATION_INNER_FAILURE',
      'SIM_ENV_DEPENDENT',
      'ROLE_GRANT_UNKNOWN',
      'TARGET_CODE_CHANGED',
      'OWNER_TAKEOVER',
      'OWNER_CHANGE_UNANNOUNCED',
      'MODULE_ENABLE_UNKNOWN',
      'GUARD_SET_UNKNOWN',
      'MODULE_GUARD_SET_UNKNOWN',
      'APPROVE_HASH_UNRESOLVED',
      'APPROVE_HASH_PARENT_DANGEROUS',
    ],
  },
  {
    id: 'permit',
    name: 'A wallet with 12,083 spWETH',
    when: '28 September 2024',
    loss: '$32 million',
    seen: 'A page that asked for a signature. No transaction, no gas, nothing that moved.',
    done: 'The signature was a permit: it let a stranger take the tokens, and that was the transaction that followed.',
    check: 'A signature can be a right to take. Read who gets it, of what, how much and until when.',
    codes: ['PERMIT2_GRANT_UNKNOWN'],
    teaches: ['APPROVAL_FOR_ALL_EOA', 'ALLOWANCE_MODULE_GRANT_UNKNOWN', 'ITEM_LEAVES_UNSTATED'],
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
    teaches: ['RECIPIENT_FIRST_PAYMENT', 'BATCH_LEG_CHANGED'],
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
    teaches: [],
  },
  {
    id: 'dmm',
    name: 'DMM Bitcoin',
    when: '31 May 2024',
    loss: '4,502.9 BTC',
    seen: 'A payout that somebody had asked for, in the usual way.',
    done: 'With an employee’s stolen session the request was changed between asking and signing.',
    check:
      'Compare recipient, amount and chain with what was asked for, by a way of your own, at the moment of signing.',
    codes: ['INTENT_MISMATCH', 'INTENT_AMOUNT_MISMATCH'],
    teaches: ['CHAIN_MISMATCH'],
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
    teaches: ['ENS_MISMATCH', 'TOKEN_LABEL_SPOOF', 'RECIPIENT_BAIT'],
  },
  {
    id: 'harmony',
    name: 'Harmony',
    when: 'June 2022',
    loss: '$100 million',
    seen: 'Nothing: the keys of two out of five were enough, and no person had to be deceived.',
    done: 'Two stolen keys signed what took everything out of the bridge.',
    check: 'How many keys, held by how many people, move everything? Less than half is few.',
    codes: [],
    teaches: ['THRESHOLD_ONE', 'THRESHOLD_LOWERED', 'OWNER_SAME_PERSON'],
  },
  {
    id: 'ronin',
    name: 'Ronin',
    when: 'March 2022',
    loss: '$620 million',
    seen: 'Nothing: five of nine keys were talked out of their holders, and the theft was noticed days later.',
    done: 'Two withdrawals to one address, which has been on the list of OFAC since.',
    check: 'Compare every recipient with fresh lists, and what left the house with what was asked for, every day.',
    codes: ['RECIPIENT_FLAGGED'],
    teaches: ['ISSUER_BLOCKED'],
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
    teaches: [],
  },
]

/** The incidents in which this code would have been found. */
export const incidentsWith = (code: string): readonly Incident[] =>
  INCIDENTS.filter(({ codes }) => codes.includes(code))

/** Where the page of incidents says what to check whatever happened. */
export const WHAT_TO_CHECK = 'what-to-check'

/**
 * The part of the page of incidents to read about a code: the newest incident in which it would have been found, else the
 * newest that teaches it, else what to check of anything.
 */
export function lessonOf(code: string): string {
  const [happened] = incidentsWith(code)
  return (happened ?? INCIDENTS.find(({ teaches }) => teaches.includes(code)))?.id ?? WHAT_TO_CHECK
}
