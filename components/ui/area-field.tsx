import type { ComponentProps } from 'react'
import { Field, type FieldProps, fieldAria } from './field'

export type AreaFieldProps = FieldProps &
  Omit<ComponentProps<'textarea'>, keyof FieldProps | 'className'> & { face?: 'bytes' }

export function AreaField({ id, label, hint, error, face, ...area }: AreaFieldProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <textarea {...area} {...fieldAria({ id, hint, error })} className={face} />
    </Field>
  )
}
