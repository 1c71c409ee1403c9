import { buttonClass } from '../ui/button'
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
        <div className="late">
          <p className="quiet">
            It takes longer than usual: a node of the chain is slow. One that does not answer in time is left, and the
            next is asked.
          </p>
          <p className="entry-actions">
            <a className={buttonClass('quiet')} href="">
              Load it again
            </a>
            <a className={buttonClass('quiet')} href="/withdrawals">
              Leave it, go to the withdrawals
            </a>
          </p>
        </div>
      </div>
    </PlainFrame>
  )
}
