import { ROLE_WORDS } from './role-words'

type RolesFieldProps = {
  roles: readonly string[]
  onChange: (roles: readonly string[]) => void
  error: string | undefined
}

/** Which roles somebody has, each with what it is for. */
export function RolesField({ roles, onChange, error }: RolesFieldProps) {
  return (
    <fieldset className="roles" aria-describedby={error === undefined ? undefined : 'roles-error'}>
      <legend>Roles</legend>
      {ROLE_WORDS.map(({ role, words }) => (
        <label key={role}>
          <input
            type="checkbox"
            checked={roles.includes(role)}
            onChange={({ target }) => onChange(target.checked ? [...roles, role] : roles.filter((one) => one !== role))}
          />
          <span>
            <b>{role}</b> {words}
          </span>
        </label>
      ))}
      {error !== undefined && (
        <p className="err" id="roles-error">
          {error}
        </p>
      )}
    </fieldset>
  )
}
