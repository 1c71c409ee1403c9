'use client'
import { useEffect, useState } from 'react'
import { findChain } from '@/lib/chains/index'
import type { ListContext, ReadList } from '@/lib/stage/payment-list'
import { announce } from '../ui/announce'
import { useStaging } from './stage-context'
import { listWords } from './sum-words'

const QUIET_MILLISECONDS = 300

/** What the draft's list means for the chosen Safe; null while it is empty or not read yet. */
export function useListRead(): ReadList | null {
  const { draft, safe, contacts } = useStaging()
  const { list } = draft
  const [found, setFound] = useState<{ list: string; context: object; read: ReadList } | null>(null)
  const key = safe ?? NOWHERE

  useEffect(() => {
    const chain = findChain(safe?.chainId ?? 0)
    if (safe === null || chain === null || list.trim() === '') return
    let isOver = false
    const context: ListContext = { chain, assets: safe.assets, contacts, safe }
    // Fetched when a list is there: it brings what reads JSON, which the page's first load goes without.
    const readIt = async () => {
      const { readPayments } = await import('@/lib/stage/read-payments')
      if (isOver) return
      const read = readPayments(list, context)
      setFound({ list, context: safe, read })
      announce(read.ok ? listWords(read.legs) : problemWords(read.problems))
    }
    const pause = setTimeout(() => void readIt(), QUIET_MILLISECONDS)
    return () => {
      isOver = true
      clearTimeout(pause)
    }
  }, [list, safe, contacts])

  return found !== null && found.list === list && found.context === key && list.trim() !== '' ? found.read : null
}

const NOWHERE = {}

/** The one problem, or how many there are. */
export const problemWords = (problems: readonly string[]) =>
  problems.length === 1
    ? `${problems[0] ?? ''} Nothing was taken.`
    : `${problems.length} problems stand below. Nothing is taken until they are mended.`
