export type WhoProps = { name: string; roles: readonly string[] }

export function Who({ name, roles }: WhoProps) {
  return (
    <div className="who">
      <b>{name}</b>
      <span>{roles.join(', ')}</span>
    </div>
  )
}
