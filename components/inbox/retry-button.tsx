'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { callFlow } from '../flows/client'
import { announce } from '../ui/announce'
import { Button } from '../ui/button'
import { FormProblem } from '../wallet/form-problem'
import { sentenceOf } from '../wallet/sentence-of'

/** Has a delivery that was given up tried again. */
export function RetryButton({ deliveryId, what }: { deliveryId: string; what: string }) {
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const router = useRouter()

  async function retry() {
    if (isBusy) return
    setIsBusy(true)
    setProblem(null)
    try {
      await callFlow('retry-delivery', { deliveryId })
      announce('It is tried again')
      router.refresh()
    } catch (error) {
      setProblem(sentenceOf(error))
    }
    setIsBusy(false)
  }

  return (
    <>
      <Button isArmed={!isBusy} onClick={() => void retry()}>
        Try again<span className="sr">: {what}</span>
      </Button>
      {problem !== null && <FormProblem sentence={problem} />}
    </>
  )
}
