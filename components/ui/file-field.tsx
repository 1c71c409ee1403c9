'use client'
import { useEffect, useEffectEvent, useRef } from 'react'
import { TextField, type TextFieldProps } from './text-field'

type FileFieldProps = Pick<TextFieldProps, 'id' | 'label' | 'hint' | 'error' | 'accept'> & {
  /** Reads what was chosen; the field is empty again afterwards, so that the same file can be chosen once more. */
  readonly take: (files: FileList | null) => Promise<void>
}

/** A file of which somebody may choose one, also before the page was ready to read it. */
export function FileField({ take, ...field }: FileFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  const read = () => {
    const chosen = input.current
    if (chosen?.files?.length) void take(chosen.files).then(() => (chosen.value = ''))
  }
  const readEarly = useEffectEvent(read)
  useEffect(() => readEarly(), [])
  return <TextField {...field} ref={input} type="file" onChange={read} />
}
