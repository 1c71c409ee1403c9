import type { ComponentProps } from 'react'
import { Field, type FieldProps, fieldAria } from './field'

export type SelectFieldProps = FieldProps & Omit<ComponentProps<'select'>, keyof FieldProps | 'className'>

/** A native select: `children` are its options. */
export function SelectField({ id, label, hint, error, children, ...select }: SelectFieldProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <select {...select} {...fieldAria({ id, hint, error })}>
        {children}
      </select>
    </Field>
  )
}
