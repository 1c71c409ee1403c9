import type { Metadata } from 'next'
import { PlainFrame } from '@/components/frame/plain-frame'

export const metadata: Metadata = { title: 'Nothing here' }

export default function NotFound() {
  return (
    <PlainFrame>
      <div className="wrap head">
        <p className="crumb">Not found</p>
        <h1 className="statement">Nothing is kept at this address.</h1>
        <p className="asked-by">
          The number may be mistyped, or it may be something you may not see. <a href="/">Go to the desk</a>
        </p>
      </div>
    </PlainFrame>
  )
}
