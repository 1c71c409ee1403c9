import { WaitBar } from '../ui/wait-bar'
import { PlainFrame } from './plain-frame'

/**
 * What stands there until a page that asks the chain is ready. Routes that read only the database have none: React
 * shows what comes after it by script alone, and a list must be readable without.
 */
export function LoadingPage() {
  return (
    <PlainFrame>
      <div className="wrap head">
        <WaitBar>Reading the desk</WaitBar>
      </div>
    </PlainFrame>
  )
}
