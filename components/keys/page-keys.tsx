'use client'
import { useRouter } from 'next/navigation'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { areSingleKeysOn } from './single-keys'

const KeysDialog = lazy(async () => ({ default: (await import('./keys-dialog')).KeysDialog }))

/** Single keys of every page. Off inside fields and dialogs, and altogether when the reader turned them off. */
export function PageKeys() {
  const [help, setHelp] = useState<'unasked' | 'open' | 'closed'>('unasked')
  const afterG = useRef(0)
  const router = useRouter()

  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping() || !areSingleKeysOn()) return
      const isGoing = event.timeStamp - afterG.current < 1500
      afterG.current = event.key === 'g' ? event.timeStamp : 0
      const places: Readonly<Record<string, string>> = { d: '/', s: '/stage', m: '/security' }
      const place = isGoing ? places[event.key] : undefined
      const isDone = place === undefined ? perform(event.key, () => setHelp('open')) : (router.push(place), true)
      if (isDone) event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [router])

  if (help === 'unasked') return null
  return (
    <Suspense>
      <KeysDialog isOpen={help === 'open'} onClose={() => setHelp('closed')} />
    </Suspense>
  )
}

function perform(key: string, openHelp: () => void): boolean {
  if (key === 'j') return step(1)
  if (key === 'k') return step(-1)
  if (key === 'c') return copyFromRow()
  if (key === 'Enter') return openRow()
  if (key === '?') {
    openHelp()
    return true
  }
  if (key === 'u') return showWaiting()
  if (!/^[arf]$/.test(key)) return false
  const button = document.querySelector<HTMLElement>(`[data-key="${key}"]`)
  button?.focus()
  // Only a key that opens a question presses; the approve key never does more than lead there.
  if (button?.hasAttribute('data-key-press')) button.click()
  return button !== null
}

function step(by: 1 | -1): boolean {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row]')]
  const at = rows.findIndex((row) => row === document.activeElement || row.contains(document.activeElement))
  const next = rows[Math.min(rows.length - 1, Math.max(0, at + by))]
  next?.focus()
  return next !== undefined
}

function copyFromRow(): boolean {
  const button = document.activeElement?.closest('[data-row]')?.querySelector<HTMLElement>('.copy')
  button?.click()
  return button !== null && button !== undefined
}

// Pressed where it stands: the focus stays with what is read.
function showWaiting(): boolean {
  const button = document.querySelector<HTMLElement>('[data-key="u"]')
  button?.click()
  return button !== null
}

// Only a focused row itself: Enter on a link or button inside it is theirs.
function openRow(): boolean {
  const row = document.activeElement
  if (!row?.hasAttribute('data-row')) return false
  const link = row.querySelector<HTMLElement>('a')
  link?.click()
  return link !== null
}

const isTyping = () =>
  document.activeElement?.matches('input, select, textarea') === true || document.querySelector('dialog[open]') !== null
