import 'server-only'

/**
 * A subquery: what a role, the row `app` of pg_roles around it, may do that no grant on a table can take back, by
 * itself or as a member of another; null when nothing.
 */
export const POWERS_SQL = `
  SELECT CASE WHEN app.rolsuper THEN 'is a superuser'
    ELSE string_agg(CASE
      WHEN r.rolsuper THEN 'may become the superuser ' || r.rolname
      WHEN r.rolbypassrls THEN 'may bypass row-level security'
      WHEN r.rolcreaterole THEN 'may create roles'
      WHEN r.rolreplication THEN 'may replicate the whole cluster'
      ELSE 'is a member of ' || r.rolname END, ', ' ORDER BY r.rolname) END
  FROM pg_roles r
  WHERE pg_has_role(app.oid, r.oid, 'MEMBER') AND (app.rolsuper OR r.rolsuper OR r.rolbypassrls OR r.rolcreaterole
    OR r.rolreplication OR r.rolname IN ('pg_write_all_data', 'pg_execute_server_program', 'pg_read_server_files',
      'pg_write_server_files', 'pg_maintain'))`
