'use client'
import { useEffect, useState } from 'react'
import type { DemoPlace } from './demo-place'
import type { WalletChoice } from './wallets'

/** The wallets on this page once something needs one; null while they are being looked for. */
export function useWallets(isNeeded: boolean, demo: DemoPlace | null): readonly WalletChoice[] | null {
  const [wallets, setWallets] = useState<readonly WalletChoice[] | null>(null)
  const rpcUrl = demo?.rpcUrl
  const memberId = demo?.memberId
  useEffect(() => {
    if (!isNeeded) return
    let stop: (() => void) | null = null
    let isOver = false
    async function look() {
      const { listWallets, watchWallets } = await import('./wallets')
      if (rpcUrl && memberId) await (await import('./demo-kit')).announceDemoMember(memberId, rpcUrl)
      if (isOver) return
      stop = watchWallets(setWallets)
      setWallets(listWallets())
    }
    // What does not load finds nothing: the page then says so, and to load it again.
    look().catch(() => !isOver && setWallets([]))
    return () => {
      isOver = true
      stop?.()
    }
  }, [isNeeded, rpcUrl, memberId])
  return wallets
}
