import type { Address, Hash } from 'viem'
import { handOverFault } from '@/lib/execute/hand-over-fault'
import type { FlowAnswer } from '@/lib/flows/index'
import { callFlow } from '../flows/client'
import { WalletProblem } from '../wallet/wallet-problem'
import { openWallet, type OpenWallet } from '../wallet/wallets'
import { assertHolds, assertOnChain } from './sign-approval'
import type { Verification } from './verify-review'

/** An open wallet and the account of it that submits. */
export type Executor = OpenWallet & { readonly account: Address }

/**
 * Opens the wallet that will submit, and checks chain and gas before any signature leaves the desk.
 * @throws WalletProblem with a sentence
 */
export async function prepareExecutor(walletId: string, chainId: number): Promise<Executor> {
  const wallet = await openWallet(walletId)
  const [account] = wallet.accounts
  if (!account) throw new WalletProblem(`${wallet.name} gave no account. Choose one in the wallet and try again.`)
  await assertOnChain(wallet, { chainId })
  const balance = await wallet.request('eth_getBalance', [account, 'latest'])
  if (typeof balance !== 'string' || BigInt(balance) === 0n)
    throw new WalletProblem(
      `${account} holds nothing to pay gas with. Send it some of the chain’s coin, or use another wallet.`,
    )
  return { ...wallet, account }
}

/**
 * Sends what was handed over and tells the desk where to look; refuses anything but the execution of what was checked.
 * @throws WalletProblem, FlowError
 */
export async function submitExecution(
  wallet: Executor,
  withdrawalId: string,
  { call, chainId }: FlowAnswer<'execute'>,
  found: Pick<Verification, 'staged' | 'safe'>,
): Promise<Hash> {
  await assertExecutes({ call, chainId }, found)
  assertHolds(wallet, wallet.account)
  await assertOnChain(wallet, { chainId })
  const transaction = { from: wallet.account, to: call.to, data: call.data, value: `0x${call.value.toString(16)}` }
  const txHash = await wallet.request('eth_sendTransaction', [transaction])
  if (typeof txHash !== 'string' || !/^0x[0-9a-fA-F]{64}$/.test(txHash))
    throw new WalletProblem('The wallet did not say which transaction it sent. The desk watches the chain for it.')
  await callFlow('report-submission', { withdrawalId, txHash })
  return txHash as Hash
}

/** @throws WalletProblem when the desk handed over anything but the execution of the checked transaction */
export async function assertExecutes(
  { call, chainId }: Pick<FlowAnswer<'execute'>, 'call' | 'chainId'>,
  { staged, safe }: Pick<Verification, 'staged' | 'safe'>,
): Promise<void> {
  const fault =
    safe === null
      ? 'The Safe’s owners are unknown.'
      : chainId !== staged.safe.chainId
        ? 'It is for another chain.'
        : await handOverFault(call, staged, safe)
  if (fault !== null)
    throw new WalletProblem(`The desk handed over another call than this page shows. ${fault} Nothing was sent.`)
}
