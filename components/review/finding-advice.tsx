'use client'
import { describeCode } from '@/lib/assess/catalogue'

/** Why a finding matters and what people do about it. */
export default function FindingAdvice({ code }: { code: string }) {
  const entry = describeCode(code)
  if (entry === null) return null
  return (
    <dl className="advice">
      <dt>Found when</dt>
      <dd>{entry.when}</dd>
      <dt>Matters</dt>
      <dd>{entry.why}</dd>
      <dt>Do</dt>
      <dd>{entry.act}</dd>
    </dl>
  )
}
