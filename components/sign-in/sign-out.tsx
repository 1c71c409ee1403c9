'use client'
import { useState } from 'react'
import { closeSession } from '../flows/session-client'
import { announce } from '../ui/announce'
import { Button } from '../ui/button'
import { sentenceOf } from '../wallet/sentence-of'

/** Ends the session on the server, then leaves. */
export function SignOut() {
  const [isBusy, setIsBusy] = useState(false)
  async function leave() {
    setIsBusy(true)
    try {
      await closeSession()
      window.location.assign('/sign-in')
    } catch (error) {
      announce(sentenceOf(error))
      setIsBusy(false)
    }
  }
  return (
    <Button kind="plain" isArmed={!isBusy} onClick={leave}>
      Sign out
    </Button>
  )
}
