import type { ReactNode } from 'react'
import { Icon } from './icon'

export type FieldProps = { id: string; label: ReactNode; hint?: ReactNode | undefined; error?: ReactNode }

/** Label, control, hint and error, tied together. The control spreads `fieldAria` of the same props. */
export function Field({ id, label, hint, error, children }: FieldProps & { children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children}
      {hint !== undefined && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p className="err" id={`${id}-error`}>
          <Icon name="v-critical" />
          {error}
        </p>
      )}
    </div>
  )
}

/** The attributes that tie a control to its label, hint and error. */
export function fieldAria({ id, hint, error }: Pick<FieldProps, 'id' | 'hint' | 'error'>) {
  const describedBy = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`]
    .filter(Boolean)
    .join(' ')
  return {
    id,
    'aria-describedby': describedBy === '' ? undefined : describedBy,
    'aria-invalid': error === undefined ? undefined : (true as const),
  }
}
