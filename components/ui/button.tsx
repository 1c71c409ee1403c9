import type { ComponentProps, ReactNode } from 'react'

export type ButtonProps = Omit<ComponentProps<'button'>, 'className' | 'disabled'> & {
  kind?: 'primary' | 'quiet' | 'plain'
  /** A primary button that is not armed keeps its words and its focus, dashed; pressing it leads to what is open. */
  isArmed?: boolean
  /** The single key that leads here. */
  keyHint?: string
  children: ReactNode
}

export function Button({ kind = 'quiet', isArmed = true, keyHint, children, type = 'button', ...rest }: ButtonProps) {
  return (
    <button {...rest} type={type} className={buttonClass(kind)} aria-disabled={isArmed ? undefined : true}>
      {children}
      {keyHint !== undefined && <kbd aria-hidden="true">{keyHint}</kbd>}
    </button>
  )
}

/** For links that look like buttons. */
export function buttonClass(kind: 'primary' | 'quiet' | 'plain'): string {
  return kind === 'quiet' ? 'btn' : `btn ${kind}`
}
