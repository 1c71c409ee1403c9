import type { ComponentProps } from 'react'
import { Field, type FieldProps, fieldAria } from './field'

export type TextFieldProps = FieldProps &
  Omit<ComponentProps<'input'>, keyof FieldProps | 'className'> & { face?: 'bytes' | 'amount' }

/** One line of text. What was typed stays when an error arrives: the caller holds or defaults the value. */
export function TextField({ id, label, hint, error, face, ...input }: TextFieldProps) {
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <input {...input} {...fieldAria({ id, hint, error })} className={face} />
    </Field>
  )
}
