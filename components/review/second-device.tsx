'use client'
import { Copy } from '../ui/copy'
import { HexGroups } from '../ui/hex-groups'
import { QrCode } from '../ui/qr-code'
import { carryingUrl } from './carried-hash'
import { useReview } from './review-context'

/** Takes this review to another device, with the hash that this browser computed from what it shows. */
export default function SecondDevice() {
  const { page, checked } = useReview()
  if (checked.kind !== 'done') return <p role="status">This browser still checks the page.</p>
  const { safeTx } = checked.found.hashes
  const url = carryingUrl(location.origin, page.id, safeTx)
  return (
    <div className="second">
      <QrCode text={url} label={`QR code of the address of ${page.id} and its safeTxHash`} />
      <p className="note">
        Scan it with another device and sign in there. That browser computes the hash by itself and stops where it is
        not this one: <HexGroups hex={safeTx} size={12} /> <Copy value={url} what="address with the hash" />
      </p>
    </div>
  )
}
