import { buttonClass } from './button'

/** Loads the page anew, and with it what the chain did not answer. Works without script. */
export function AskAgain() {
  return (
    <a className={buttonClass('quiet')} href="">
      Ask the chain again
    </a>
  )
}
