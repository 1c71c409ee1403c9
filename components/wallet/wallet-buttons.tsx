'use client'
import { displayText } from '@/lib/core/display-text'
import { Button } from '../ui/button'
import { Unavailable } from '../ui/unavailable'
import { WaitBar } from '../ui/wait-bar'
import { useFirstFocus } from './use-first-focus'
import type { WalletChoice } from './wallets'

type WalletButtonsProps = {
  wallets: readonly WalletChoice[] | null
  verb: string
  isBusy: boolean
  /** Takes the focus when the wallets appear: in a dialog, never on a page. */
  isFocused?: boolean
  onChoose: (wallet: WalletChoice) => void
}

/** One button per wallet that announced itself. Only the first is solid. */
export function WalletButtons({ wallets, ...props }: WalletButtonsProps) {
  if (wallets === null) return <WaitBar>Looking for wallets in this browser</WaitBar>
  if (wallets.length === 0)
    return (
      <Unavailable title="No wallet found." reason="None announced itself in this browser.">
        Install a wallet extension, or open this page in the browser that has one, then load it again.
      </Unavailable>
    )
  return <Choices wallets={wallets} {...props} />
}

type ChoicesProps = Omit<WalletButtonsProps, 'wallets'> & { wallets: readonly WalletChoice[] }

function Choices({ wallets, verb, isBusy, isFocused = false, onChoose }: ChoicesProps) {
  const first = useFirstFocus()
  return (
    <ul className="choices">
      {wallets.map((wallet, at) => (
        <li key={wallet.id}>
          <span>{displayText(wallet.name, 60)}</span>
          <Button
            kind={at === 0 ? 'primary' : 'quiet'}
            ref={isFocused && at === 0 ? first : undefined}
            isArmed={!isBusy}
            onClick={() => !isBusy && onChoose(wallet)}
          >
            {verb} {displayText(wallet.name, 60)}
          </Button>
        </li>
      ))}
    </ul>
  )
}
