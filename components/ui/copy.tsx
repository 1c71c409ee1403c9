'use client'
import { useEffect, useState } from 'react'
import { announce } from './announce'

type Outcome = 'idle' | 'copied' | 'failed'
const WORDS: Record<Outcome, string> = { idle: 'Copy', copied: 'Copied', failed: 'Select it' }
const REST_MILLISECONDS = 1600

/** Copies `value` whole. `what` names it for those who hear the page: "address of Treasury Cold". */
export function Copy({ value, what }: { value: string; what: string }) {
  const [outcome, setOutcome] = useState<Outcome>('idle')
  useEffect(() => {
    if (outcome === 'idle') return
    const rest = setTimeout(() => setOutcome('idle'), REST_MILLISECONDS)
    return () => clearTimeout(rest)
  }, [outcome])

  async function copy() {
    const isCopied = await writeToClipboard(value)
    setOutcome(isCopied ? 'copied' : 'failed')
    announce(isCopied ? `Copied ${what}` : `This browser refused to copy ${what}. Select it instead.`)
  }

  return (
    <button className="copy" type="button" onClick={copy}>
      {WORDS[outcome]}
      <span className="sr"> {what}</span>
    </button>
  )
}

async function writeToClipboard(value: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value)
    return true
  } catch {
    return false
  }
}
