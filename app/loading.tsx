import { PlainFrame } from '@/components/frame/plain-frame'
import { WaitBar } from '@/components/ui/wait-bar'

export default function Loading() {
  return (
    <PlainFrame>
      <div className="wrap head">
        <WaitBar>Reading the desk</WaitBar>
      </div>
    </PlainFrame>
  )
}
