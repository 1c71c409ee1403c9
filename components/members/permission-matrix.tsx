/** What the gate of one verb lets members do. */
export type PermissionRow = {
  readonly verb: string
  /** Roles that may, in the order of the columns. */
  readonly roles: readonly string[]
  /** What of their own somebody with the role may not do it to; null where there is no such thing. */
  readonly notOn: string | null
  /** The action that a passkey confirms, or null where none is asked. */
  readonly stepUp: string | null
  /** Why none is asked; empty where one is. */
  readonly why: string
}

type PermissionMatrixProps = {
  rows: readonly PermissionRow[]
  roles: readonly string[]
  /** The reader's own roles. */
  own: readonly string[]
}

/** Verbs down, roles across, as the gates say it: a full square may, an open one not on the member's own, a dot never. */
export function PermissionMatrix({ rows, roles, own }: PermissionMatrixProps) {
  return (
    <table className="led matrix" role="table">
      <caption className="sr">What each role may do</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">
            Verb
          </th>
          {roles.map((role) => (
            <th key={role} scope="col" role="columnheader" className="role">
              {role}
              {own.includes(role) && <span className="youc">you</span>}
            </th>
          ))}
          <th scope="col" role="columnheader">
            Step-up
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr role="row" key={row.verb} data-row tabIndex={-1}>
            <th scope="row" role="rowheader">
              {row.verb.replaceAll('-', ' ')}
              {row.notOn !== null && <span className="sub">not on {row.notOn}</span>}
            </th>
            {roles.map((role) => (
              <Cell key={role} role={role} may={row.roles.includes(role)} notOn={row.notOn} />
            ))}
            <td role="cell" className="how">
              {row.stepUp === null ? 'none' : 'passkey, bound'}
              <span className="sub">
                {row.stepUp === null ? row.why : `confirms “${row.stepUp}” and exactly what is shown`}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cell({ role, may, notOn }: { role: string; may: boolean; notOn: string | null }) {
  const [sign, words] = may ? (notOn === null ? ['■', 'may'] : ['□', `may, not on ${notOn}`]) : ['·', 'never']
  return (
    <td role="cell" className={may ? 'role' : 'role never'} data-h={role}>
      <span aria-hidden="true">{sign}</span>
      <span className="sr">{words}</span>
    </td>
  )
}
