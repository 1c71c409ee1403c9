/** What a code stands for, and what people do about it. */
export type CatalogueEntry = {
  /** When the rule finds it. */
  readonly when: string
  /** Why it matters. */
  readonly why: string
  /** What to do. */
  readonly act: string
}

/** Said of many codes. */
const ACTS: Readonly<Record<string, string>> = {
  '{ask}': 'Ask the initiator by a way of your own, and reject it if the answer does not explain it.',
  '{reject}': 'Sign nothing. Reject it and tell compliance.',
  '{read}': 'Read it, and go on only if it is what was asked for.',
}

/** Code, when, why, what to do: a line each. */
const TABLE = `
INTENT_MISMATCH | The bytes or their effects do something that the request does not state: another asset, recipient or kind of call. | A payment that is really something else is how the largest thefts were signed. | {reject}
INTENT_AMOUNT_MISMATCH | The asset and recipient are as stated, the amount is not. | The difference goes to the recipient, and nobody asked for it. | {reject}
ISSUER_BLOCKED | A token's issuer or a sanctions oracle on chain blocks the Safe or a recipient. | What arrives there may never move again, and may not be sent there at all. | {reject}
EFFECTS_UNKNOWN | The simulation could not be had. | Without it nobody knows what really moves. | Wait until the node answers again. Nobody can approve until then.
SIMULATION_REVERTED | The simulated execution reverts. | Executing it costs gas and does nothing, or needs a state that is not there yet. | Read the reason, mend the cause, and stage it again.
SIMULATION_INNER_FAILURE | The Safe executes and the call inside fails. | The nonce is used up and nothing is paid. | Read the reason, mend the cause, and stage it again.
SIM_ENV_DEPENDENT | The effects differ between block environments. | Code that behaves in a test and not in earnest is made to deceive simulations. | {reject}
EXECUTION_RESTRICTED | The Safe's guard refuses some senders. | Whoever it refuses cannot execute this, and their attempt costs gas. | Execute it with a wallet that the guard takes, an owner's for instance.
NODES_DISAGREE | Another node of the chain knows another block, or comes to another run. | One of them lags or lies, and what is shown may be the lie. | Wait a minute. Where it stays, ask whoever runs the desk to look at both nodes.
NODES_UNCONFIRMED | No other node of the chain says the same. | One node alone could say anything, and nothing is handed over on its word. | Run it again in your browser, and ask whoever runs the desk about the silent node.
GAS_OVER_CAP | It needs more gas than its chain gives to one transaction. | It can be signed by everybody and executed by nobody, and its nonce is in the way of what follows. | Reject it, and stage it anew in smaller parts.
BALANCE_EMPTIED | Of an asset that leaves, less than a tenth stays in the Safe. | Thefts take all of it, and a treasury seldom means to. | {ask}
ITEM_LEAVES_UNSTATED | An item of a collection (ERC-721, ERC-1155) leaves the Safe, and the request does not state it. | Which item leaves, no balance tells: exchanged for another one it shows nowhere else. | {reject}
ITEM_LEAVES | An item of a collection (ERC-721, ERC-1155) leaves the Safe. | Each item is one of a kind, and its worth stands in no balance. | {read}
LOGS_DISAGREE | A token logs another movement than its balances show, or a registered one moves without logging it. | Every tool that reads logs is deceived; fees, rebasing and lies look alike there. | {ask}
CODE_REPLACED | While it runs, code of a contract is replaced or taken away. | Whoever relies on that contract relies on other code afterwards. | {reject}
CODE_CREATED_UNANNOUNCED | While it runs, more contracts are made than the decoded calls announce. | A contract that nobody asked for may be given funds or rights next. | {ask}
DELEGATECALL_UNTRUSTED | The Safe would run foreign code in its own place. | That code can take everything at once, whatever its function is called. | {reject}
DELEGATECALL_NO_CODE | A delegatecall to an address without code. | It succeeds and does nothing, until somebody puts code there. | {reject}
DELEGATECALL_LOOKALIKE_LIBRARY | A delegatecall to an address that resembles an official library. | It was made to be mistaken for the library. | {reject}
DELEGATECALL_TRUSTED | A delegatecall to an official Safe library, for what it is made for. | Batches work this way. | {read}
DELEGATECALL_ALLOWLISTED | A delegatecall that this Safe’s own list allows. | The list is as good as whoever wrote it. | {read}
NESTED_DELEGATECALL_UNTRUSTED | A delegatecall to foreign code inside a batch or a nested execution. | It takes everything just as one at the top does, and is easier to miss. | {reject}
NESTED_DELEGATECALL_REVERTS | A delegatecall inside MultiSendCallOnly. | That library refuses it, so the whole batch fails. | {ask}
OPERATION_INVALID | The operation is neither 0 nor 1. | Tools that cut the number short show another transaction than the Safe would see. | {reject}
SINGLETON_CHANGE | The code that the Safe runs would be replaced, or nothing shows that it would not. | Whoever writes the new code owns the Safe. | {reject}
SAFE_CODE_UNOFFICIAL | The Safe runs code that is no official release. | Owners and threshold mean what that code makes of them. | Move the funds to a Safe of an official release.
SINGLETON_MIGRATION_OFFICIAL | The Safe moves to another official release. | Settings stay, hashes of pending transactions change. | {read}
OWNER_ADD | An owner is added. | One more key counts towards the threshold. | Compare the address with what its holder told you by a way of your own.
OWNER_REMOVE | An owner is removed. | Fewer keys remain; losing another may lock the Safe. | {read}
OWNER_SWAP | An owner is replaced. | The new key counts at once. | Compare the address with what its holder told you by a way of your own.
OWNER_ADD_DELEGATED | A new owner runs the code of a contract (EIP-7702). | Whoever that code lets act can approve in its name, without its key. | Have its holder take the delegation back first, or ask for another address.
OWNER_DELEGATED | An owner of the Safe runs the code of a contract (EIP-7702). | Whoever that code lets act can approve in its name, without its key. | Ask its holder whether that is meant, and have it taken back if not.
THRESHOLD_CHANGE | The number of signatures changes. | It decides how many people have to be deceived. | {read}
THRESHOLD_LOWERED | Fewer signatures are needed afterwards. | A lower threshold is the first step of many takeovers. | {ask}
THRESHOLD_ONE | One signature is enough afterwards. | A single stolen key then takes everything. | {reject}
OWNER_TAKEOVER | Addresses that were no owners could meet the threshold afterwards. | The Safe then belongs to them. | {reject}
THRESHOLD_ALL | Every owner would have to sign. | Whoever loses a key, or is away, then locks the Safe. | {ask}
OWNER_NO_MEMBER | An owner afterwards is no signer of this desk. | Nobody here approves with that key, and the chain counts it all the same. | {ask}
OWNER_SAME_PERSON | One person would hold several keys of the Safe. | The chain counts keys, not people: one deceived person is then several signatures. | {ask}
OWNER_CHANGE_UNANNOUNCED | Owners or threshold change and the request says something else. | Nobody changes owners by accident. | {reject}
MODULE_ENABLE_UNKNOWN | An unknown contract becomes a module. | A module moves funds with no signature at all. | {reject}
MODULE_ENABLE_KNOWN | An official module is enabled. | It acts without owners, within its own rules. | {read}
MODULE_DISABLE | A module is disabled. | What relied on it stops working. | {read}
GUARD_SET_UNKNOWN | An unknown contract becomes the guard. | A guard can block every transaction for ever. | {reject}
GUARD_REMOVED | The guard is removed. | What it forbade is allowed afterwards. | {ask}
MODULE_GUARD_SET_UNKNOWN | An unknown contract becomes the module guard. | It decides what modules may do. | {reject}
FALLBACK_HANDLER_UNOFFICIAL | The fallback handler becomes a contract that is not official. | It answers in the Safe’s name and can sign messages for it. | {reject}
FALLBACK_HANDLER_OFFICIAL | The fallback handler becomes an official one. | It answers calls that the Safe itself does not know. | {read}
CONFIGURATION_UNEXPLAINED | The simulation changes the Safe’s own storage in a way that no decoded call explains. | Control of the Safe changes behind what is shown. | {reject}
SELF_CALL_NOOP | The Safe calls a function of its own that its version does not have. | It does nothing, or the handler answers in its place. | {ask}
REJECTION_TX | An empty call of the Safe to itself. | It only uses up the nonce. | {read}
SELF_TRANSFER | The Safe sends to itself. | Nothing moves. | {read}
RECIPIENT_NEW | The recipient is no active contact. | Nobody here has vouched for it. | Have it added to the address book by two people first.
RECIPIENT_UNREADABLE | A call names whoever gains by it by bytes, text or a number that is no address of this chain: an account on another kind of chain, or bytes of a function without names. | No book, list or simulation tells who that is. | Compare every digit with what its holder told you by a way of your own. Register functions with the names of their parameters.
RECIPIENT_IS_TOKEN_CONTRACT | Tokens go to a token contract. | They can usually never be moved again. | {reject}
RECIPIENT_ZERO | The recipient is the zero address. | Nobody can ever move it from there. | {reject}
RECIPIENT_BURN | A recipient or new owner has an address that was written, not derived: precompiled contracts, one digit over and over, words, dead. | Nobody holds a key of it, so nothing ever comes back. | Reject it, unless it is to be burnt: then have the address added to the address book first.
RECIPIENT_BURN_KNOWN | The same of an active contact or a Safe of your own. | Two people vouched for it, and nothing ever comes back from there. | {read}
RECIPIENT_DELEGATED | The recipient is no active contact and runs the code of a contract (EIP-7702). | Stolen keys are made to send on at once whatever arrives; wallets do it for comfort, too. | {ask}
RECIPIENT_DELEGATED_KNOWN | An active contact runs the code of a contract (EIP-7702). | Wallets do it for comfort. Two people vouched for the address. | {read}
RECIPIENT_FLAGGED | A listed address is paid, allowed, put in control or called. | Dealing with it may be against the law, and is what the list is for. | {reject}
RECIPIENT_LOOKALIKE | The recipient resembles a known address, or one that the desk paid before, and is another one. | Poisoned histories offer such addresses for copying. | Reject it, and copy the address from the address book.
APPROVE_LOOKALIKE_SPENDER | The spender resembles a known address and is another one. | It can take the tokens whenever it likes. | {reject}
ENS_MISMATCH | The stated name, or the one that it imitates, belongs to another address. | The payment goes to whoever wrote the name. | {reject}
TOKEN_LABEL_SPOOF | A token bears the name of another. | It is worth nothing, or does something else. | {reject}
LABEL_HOMOGLYPH | A text is written with letters of another alphabet that look alike. | It is made to be read as something else. | {ask}
LABEL_BIDI_CONTROL | A text holds characters that hide or turn it. | What is read is not what is there. | {ask}
APPROVE_EOA_SPENDER | A person’s address may take tokens later. | Contracts need allowances; a person who is to be paid is paid. | {reject}
APPROVAL_FOR_ALL_EOA | A person’s address may take a whole collection later. | Contracts need operators; a person does not. | {reject}
PERMIT2_GRANT_UNKNOWN | An unknown spender may take tokens by way of Permit2. | It works until it expires, with no further signature. | {reject}
APPROVE_UNLIMITED | A spender may take any amount: 2²⁵⁵ and more, all ones, or more than 10¹⁵ whole tokens. | A fault in that contract years later takes everything there is. | Allow the exact amount instead.
APPROVE_UNKNOWN_SPENDER | Nobody here knows the spender. | It can take the tokens whenever it likes. | {ask}
APPROVAL_FOR_ALL | An operator may take a whole collection. | That includes what comes in later. | {ask}
APPROVE_EXACT_KNOWN | A known spender may take an exact amount. | What it does not take stays allowed. | {read}
APPROVE_REVOKE | A right to take tokens is taken back. | It makes nothing less safe. | {read}
ALLOWANCE_MODULE_GRANT_UNKNOWN | An address that is no contact gets a spending limit. | It spends with no owner asked, again at every reset. | {reject}
ALLOWANCE_MODULE_GRANT | A contact gets a spending limit. | It spends with no owner asked, again at every reset. | {read}
OWNERSHIP_TRANSFER_UNKNOWN | A contract gets an owner who is no contact. | The new owner does with it what the Safe could do. | {reject}
UPGRADE_IMPLEMENTATION_UNKNOWN | A contract gets code that nobody here has read. | New code can take whatever the contract holds or controls. | {reject}
ROLE_GRANT_UNKNOWN | An unknown address gets a role. | Roles mint, pause, upgrade or pay out. | {reject}
OWNERSHIP_TRANSFER | A contract changes hands, or control of it is given up. | It cannot be taken back from here. | {ask}
UPGRADE_IMPLEMENTATION | A contract gets other code, which is known. | What it does changes for everybody who uses it. | {read}
CONTRACT_CREATION_UNKNOWN_CODE | A contract is made from code that nobody here has reviewed. | It may be given funds or rights next. | {ask}
CONTRACT_CREATION | A contract is made. | Its address may be used by what comes next. | {read}
TIMELOCK_SCHEDULE | Calls are scheduled for later. | They run with nobody asked again. | Read the scheduled calls as if they ran now.
CROSS_CHAIN_MESSAGE | A message or a value goes to another chain. | What it does there is not simulated. | Read what it carries, and know the address on the other chain.
NATIVE_VALUE_WITH_NONPAYABLE_CALL | Ether goes along with a function that takes none. | It reverts, or the amount is meant to be misread. | {ask}
UNDECODED_CALLDATA | Nothing vouches for what the bytes do. | A function’s name proves nothing at a contract that nobody knows. | {ask}
CALLDATA_TRAILING | More bytes follow than the function takes. | The contract may read them; this page cannot. | {ask}
CALLDATA_NONCANONICAL | The bytes are no normal encoding of what they say. | Two readers may read two things. | {ask}
CALLDATA_TRUNCATED | Bytes are missing. | Some contracts read what is missing as zero. | {ask}
MULTISEND_MALFORMED | The bytes of a batch do not add up. | Tools may show other calls than those that run. | {reject}
MULTISEND_ZERO_TO_SELF | A call inside a batch of 1.5.0 goes to 0x0, which means the Safe itself. | Tools that show 0x0 hide a change of the Safe. | {reject}
MULTISEND_VIA_CALL | A batch is called instead of run in the Safe’s place. | Its calls would come from the library, and value stays there. | {reject}
SELECTOR_AMBIGUOUS | Several functions share these four bytes. | Which one runs is the contract’s secret. | {ask}
SELECTOR_COLLISION_SELF | The Safe’s own function shares its four bytes with another name. | A harmless name hides a change of the Safe. | {reject}
NO_CODE_WITH_CALLDATA | A function is called where there is no code. | It succeeds, value moves, and nothing is done. | {ask}
TARGET_UNVERIFIED | The source of a called contract is not published. | Nobody outside can read what it does. | {ask}
TARGET_CODE_CHANGED | A contract runs other code than when this was proposed. | What people looked at is no longer what runs. | {reject}
CONTRACT_INTERACTION_KNOWN | A call of a contract that somebody answers for. | It says what is called, and vouches for nothing else. | {read}
APPROVE_HASH_UNRESOLVED | The hash of another transaction is approved, and that transaction is not shown. | It is a signature under a blank page. | {reject}
APPROVE_HASH_PARENT_DANGEROUS | The transaction that is approved by its hash is itself blocked. | Approving it is signing it. | {reject}
APPROVE_HASH_RESOLVED | The transaction that is approved by its hash is known. | It was judged by itself. | {read}
NESTED_EXEC | Another Safe’s transaction is executed. | What it does is in the calls inside. | {read}
SIGN_MESSAGE_OPAQUE | The Safe signs a digest without the text behind it. | It may be an order, a permit or a login. | {ask}
GAS_REFUND_ACTIVE | Whoever executes is paid from the Safe. | The refund is a payment that the request does not show. | {ask}
GAS_REFUND_DRAIN | The refund is out of proportion to the work. | It empties the Safe through its gas fields. | {reject}
GAS_TOKEN_CUSTOM | The refund is paid in a token. | Its price is set in the transaction. | {read}
REFUND_RECEIVER_CUSTOM | The refund goes to a named address. | It is a payment that the request does not show. | {read}
INNER_FAILURE_TOLERATED | The Safe’s transaction succeeds even when the call inside fails. | The nonce may be used up for nothing. | {read}
HASH_MISMATCH | Computations of the hash differ. | Somebody shows another transaction than the one that is signed. | {reject}
CHAIN_MISMATCH | The transaction is for another chain than stated. | The signature would be valid where nobody looks. | {reject}
SIGNATURE_INVALID | A signature that came with it is not by its owner over this hash. | It was made for something else, or made up. | {reject}
NONCE_CONFLICT | Another transaction waits with this nonce. | Only one of them can execute, and whoever executes chooses. | Look at both before you sign either.
NONCE_PAST | The nonce is used up. | It can never execute; a copy may be meant to collect signatures. | {ask}
NONCE_GAP | Lower nonces are still open. | It waits until they are executed. | {read}
QUEUE_DEPENDENT | Once the withdrawals before it in the queue are executed it does something else than now, or nobody could run it so. | What is read here is not what will happen in its turn. | Read it again once those before it are executed.
PAYMENT_DUPLICATE | The same payment was made or staged within 30 days, or the reference was used. | Paying twice is the commonest loss there is. | Find the other payment first.
PAYMENT_REPEATED | The same payment stands with another reference. | It may be regular, or the same invoice again. | Compare both references with the invoices.
REFERENCE_REUSED | The reference was used for another payment. | One invoice has one reference. | Compare both payments with the invoice.
AMOUNT_EXTREME | An amount is more than ten times the most of the last 200 payments of its asset, where there are at least 30 over 14 days. | A slip of decimals and a theft of everything both look like this. No rule knows which, so it is high: people say why. | Compare it with its source, and ask the initiator by a way of your own.
AMOUNT_UNUSUAL | An amount is above all that were paid before and its robust z-score above 3.5: among at least 8 payments to this recipient, else 30 of the asset, over 14 days. | A changed invoice asks for more than the ones before. Honest payments grow too, so it is medium: it is shown. | Look at the payments before it, and at what this one is for.
VELOCITY_UNUSUAL | With this, more leaves the Safe within 24 hours than on any of its days before, and the robust z-score is above 3.5; at least 8 days with payments, over 14. | Many payments, each usual, empty a Safe as one does. A busy day is honest more often, so it is medium. | Look at what else is paid today.
BATCH_LEG_CHANGED | A batch repeats the last similar one of this Safe, but one leg pays somebody else, or in another asset. | One changed line among many is what nobody rereads. An employee may have a new address, so it is high: people say why. | Ask whoever is paid, by a way that you knew before.
BATCH_AMOUNT_CHANGED | A recipient gets more than twice what the last similar batch of this Safe paid to it. | One changed line among many is what nobody rereads. Amounts differ for honest reasons too, so it is medium. | Compare that line with what it is for.
PROBE_THEN_LARGE | A recipient whose only payments are at most three within 7 days gets at least 50 times as much, and more than half of the payments of that asset are. | Thieves test a desk with a little first. So do careful people, and so it is medium. | Ask the recipient whether the small one arrived, by a way that you knew before.
NEW_COUNTERPARTY_BURST | At least 5 recipients within 24 hours were never named before, and they are a fifth of all that the desk knows. | A desk in wrong hands pays people it never paid. New suppliers come in numbers too, so it is medium. | Look at how each of them came into the address book.
RETRY_STORM | The same payment, within a hundredth, was rejected, lapsed or was cancelled on chain 3 times within 7 days. | Whoever asks often enough finds somebody who is tired. Those who refused had reasons, so it is high: people say why. | Ask those who refused it what they saw.
RECIPIENT_FIRST_PAYMENT | This desk never paid the recipient, in whatever asset. | Every supplier is paid for a first time, and so is every thief. | Ask the recipient whether a small one arrived, by a way that you knew before.
RECIPIENT_BAIT | The recipient is no active contact, and a transfer of nothing, of a made-up token or from a look-alike put it before a Safe. | Copying from a list of transfers is how poisoned addresses get paid. Bait is cheap to lay in anybody’s name, so it is high. | Copy the address from its source, never from a list of transfers.
NONCE_REPROPOSED | A withdrawal with this nonce came to nothing, and this one pays somebody else for the same reference or amount. | Who read the first one takes this for it. A corrected recipient looks alike, so it is medium. | Compare both recipients character by character.
`

const ENTRIES: ReadonlyMap<string, CatalogueEntry> = new Map(
  TABLE.trim()
    .split('\n')
    .map((line) => {
      const [code = '', when = '', why = '', act = ''] = line.split(' | ')
      return [code, { when, why, act: ACTS[act] ?? act }] as const
    }),
)

/** What a code stands for; null for one that nobody described, which no rule of this desk has. */
export const describeCode = (code: string): CatalogueEntry | null => ENTRIES.get(code) ?? null

/** Every code that is described. */
export const DESCRIBED_CODES: readonly string[] = [...ENTRIES.keys()]
