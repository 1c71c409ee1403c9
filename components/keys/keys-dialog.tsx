'use client'
import { useState } from 'react'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { areSingleKeysOn, turnSingleKeys } from './single-keys'

const KEYS = [
  ['j k', 'Next, previous clause, finding or row'],
  ['Enter', 'Open the row'],
  ['a', 'Go to approve or execute. Never does it by itself'],
  ['r', 'Reject with a reason'],
  ['f', 'Freeze: choose what, then confirm'],
  ['u', 'Show the changes that wait'],
  ['c', 'Copy the address or hash in the current row'],
  ['g d', 'Go to the desk'],
  ['g s', 'Go to staging'],
  ['g m', 'Go to my security'],
  ['?', 'This list'],
] as const

export function KeysDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Dialog isOpen={isOpen} title="Keys" onClose={onClose}>
      <dl>
        {KEYS.map(([keys, does]) => (
          <KeyLine key={keys} keys={keys} does={does} />
        ))}
      </dl>
      <SingleKeysSwitch />
      <div className="dialog-actions">
        <Button onClick={onClose}>Close</Button>
      </div>
    </Dialog>
  )
}

function KeyLine({ keys, does }: { keys: string; does: string }) {
  return (
    <>
      <dt>
        {keys.split(' ').map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{does}</dd>
    </>
  )
}

function SingleKeysSwitch() {
  const [isOn, setIsOn] = useState(areSingleKeysOn)
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={isOn}
        onChange={(event) => {
          setIsOn(event.target.checked)
          turnSingleKeys(event.target.checked)
        }}
      />{' '}
      Single keys are on
    </label>
  )
}
