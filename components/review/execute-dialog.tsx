'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Hash } from 'viem'
import type { FlowAnswer } from '@/lib/flows/index'
import { callFlow } from '../flows/client'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Hash as HashGroups } from '../ui/hash'
import { DoneStep } from '../wallet/done-step'
import { FormProblem } from '../wallet/form-problem'
import { PasskeyStep } from '../wallet/passkey-step'
import { sentenceOf } from '../wallet/sentence-of'
import { useWallets } from '../wallet/use-wallets'
import { WalletButtons } from '../wallet/wallet-buttons'
import type { WalletChoice } from '../wallet/wallets'
import { useReview } from './review-context'
import type { Executor } from './submit-execution'
import { useLastSound } from './use-last-sound'
import type { Verification } from './verify-review'

/** Wallet that submits, passkey, hand-over, sending. One attempt at a time. */
export function ExecuteDialog() {
  const { dialog, show, checked, page } = useReview()
  const found = useLastSound(checked)
  if (found === null) return null
  const isOpen = dialog === 'execute'
  return (
    <Dialog isOpen={isOpen} title={`Execute ${page.id}`} onClose={() => show(null)}>
      {isOpen && <Steps found={found} />}
    </Dialog>
  )
}

function Steps({ found }: { found: Verification }) {
  const { page, what, chainName, show, demo } = useReview()
  const [executor, setExecutor] = useState<Executor | null>(null)
  const [handed, setHanded] = useState<FlowAnswer<'execute'> | null>(null)
  const [sent, setSent] = useState<Hash | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const router = useRouter()
  const { staged } = found

  async function send(wallet: Executor, call: FlowAnswer<'execute'>) {
    setProblem(null)
    try {
      const { submitExecution } = await import('./submit-execution')
      setSent(await submitExecution(wallet, page.id, call, found))
    } catch (error) {
      setProblem(sentenceOf(error))
    }
    router.refresh()
  }

  if (sent !== null)
    return (
      <DoneStep sentence="Sent. The desk follows it to the end." onDone={() => show(null)}>
        <p>
          <HashGroups hash={sent} what="transaction hash" />
        </p>
      </DoneStep>
    )
  if (executor === null) return <ChooseExecutor onChosen={setExecutor} />
  if (handed === null)
    return (
      <PasskeyStep
        sentence={`Execute ${what} on ${chainName}, nonce ${staged.tx.nonce}, sent by ${executor.account}.`}
        isDemo={demo !== null}
        load={() => import('./checked-code')}
        onCancel={() => show(null)}
        request={async () => {
          const { executeSubject } = await import('./checked-code')
          return {
            action: 'execute',
            subject: executeSubject({
              safeTxHash: found.hashes.safeTx,
              evidenceDigest: found.digest,
              executor: executor.account,
            }),
            policyVersion: page.reviewed.policy.version,
            installation: page.installation.id,
            memberId: page.viewer.memberId,
          }
        }}
        onProof={async (proof) => {
          const input = { withdrawalId: page.id, evidenceDigest: found.digest, executor: executor.account }
          const call = await callFlow('execute', input, proof)
          setHanded(call)
          await send(executor, call)
        }}
      />
    )
  return (
    <div className="step">
      {problem === null ? (
        <p role="status">You hold the signatures. {executor.name} asks whether to send them.</p>
      ) : (
        <FormProblem sentence={problem} />
      )}
      <div className="dialog-actions">
        <Button onClick={() => show(null)}>Not now</Button>
        {problem !== null && (
          <Button kind="primary" onClick={() => send(executor, handed)}>
            Ask {executor.name} again
          </Button>
        )}
      </div>
    </div>
  )
}

function ChooseExecutor({ onChosen }: { onChosen: (executor: Executor) => void }) {
  const { page, show, demo, what, chainName } = useReview()
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const wallets = useWallets(true, demo)

  async function choose({ id }: WalletChoice) {
    setProblem(null)
    setIsBusy(true)
    try {
      const { prepareExecutor } = await import('./submit-execution')
      onChosen(await prepareExecutor(id, page.reviewed.assessment.staged.safe.chainId))
    } catch (error) {
      setProblem(sentenceOf(error))
    }
    setIsBusy(false)
  }

  return (
    <div className="step">
      <p className="say">
        {page.reviewed.assessment.class === 'transfer' ? 'This pays' : 'This runs'} {what} on {chainName}.
      </p>
      <p className="quiet">Choose the wallet that sends it and pays its gas. It need not be an owner.</p>
      {problem !== null && <FormProblem sentence={problem} />}
      <WalletButtons wallets={wallets} verb="Send with" isBusy={isBusy} isFocused onChoose={choose} />
      <div className="dialog-actions">
        <Button onClick={() => show(null)}>Not now</Button>
      </div>
    </div>
  )
}
