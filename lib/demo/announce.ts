import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { DEMO_MARKER } from '@/lib/demo/marker'
import { demoMember } from '@/lib/demo/members'
import { type Consent, createDemoWallet, type DemoWallet } from '@/lib/demo/wallet'

export type AnnouncedWallet = {
  /** The wallet announced now. */
  readonly wallet: () => DemoWallet
  /** Locks the wallet announced so far and announces another member's: a wallet never becomes somebody else's. */
  readonly switchTo: (memberId: string) => DemoWallet
  /** Locks the wallet and answers no more discovery requests. */
  readonly stop: () => void
}

/**
 * Announces a member's demo wallet to the page as EIP-6963 asks, now and at each later discovery. Browser only.
 * @param rpcUrl the node its transactions go to
 * @param consent answers the wallet's prompts
 */
export function announceDemoWallet(memberId: string, rpcUrl: string, consent?: Consent): AnnouncedWallet {
  const known = new Map<string, DemoWallet>()
  const walletOf = (id: string): DemoWallet => {
    const wallet = known.get(id) ?? createDemoWallet(id, rpcUrl, consent)
    known.set(id, wallet)
    return wallet
  }
  let current = walletOf(memberId)

  const announce = (): void => {
    const detail = Object.freeze({ info: walletInfo(current.memberId), provider: current })
    window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  }
  window.addEventListener('eip6963:requestProvider', announce)
  announce()
  return {
    wallet: () => current,
    switchTo(next) {
      if (next === current.memberId) return current
      current.lock()
      current = walletOf(next)
      announce()
      return current
    },
    stop() {
      window.removeEventListener('eip6963:requestProvider', announce)
      current.lock()
    },
  }
}

/** How EIP-6963 names a member's wallet: stable, and another for each member. */
export function walletInfo(memberId: string) {
  const { id, name } = demoMember(memberId)
  return Object.freeze({
    uuid: uuidOf(id),
    name: `Demo wallet · ${name}`,
    icon: `data:image/svg+xml,${encodeURIComponent(ICON)}` as const,
    rdns: `org.countersign.demo.${id}`,
  })
}

const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="#22303a"/><path d="M6 11h20v13H6z" fill="none" stroke="#fff" stroke-width="2"/><path d="M20 17h6" stroke="#fff" stroke-width="2"/></svg>'

// Shaped as a version 4 UUID, which EIP-6963 asks for, yet the same at every visit.
function uuidOf(memberId: string): string {
  const hex = bytesToHex(sha256(utf8ToBytes(`${DEMO_MARKER} wallet ${memberId}`)))
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
