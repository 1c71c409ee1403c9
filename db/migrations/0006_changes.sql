-- Every state change writes an audit event in its transaction; PostgreSQL tells whoever listens when that commits, on
-- each web process alike. Ids only: no reason, no personal value, no proof. What a session does is nobody's to know, so
-- its ending says only that one ended. Telling never fails the change itself: every part is cut to a length.
CREATE FUNCTION tell_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  first text := split_part(NEW.object_id, '/', 1);
  row_id uuid;
  touched text;
  at_safe text;
BEGIN
  IF NEW.outcome <> 'done' OR NEW.action = 'sign-in' THEN
    RETURN NULL;
  END IF;
  IF NEW.object_type = 'session' THEN
    PERFORM pg_notify('countersign_changes', '{"type":"session"}');
    RETURN NULL;
  END IF;
  IF first ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN
    row_id := first::uuid;
  END IF;
  touched := CASE
    WHEN NEW.object_type IN ('withdrawal', 'hold', 'release') THEN first
    WHEN NEW.object_type IN ('approval', 'stale-approval') THEN (SELECT withdrawal_id FROM approval WHERE id = row_id)
    WHEN NEW.object_type = 'rejection' THEN (SELECT withdrawal_id FROM rejection WHERE id = row_id)
    WHEN NEW.object_type = 'review' THEN (SELECT withdrawal_id FROM review WHERE id = row_id)
    WHEN NEW.object_type = 'signature-request' THEN (SELECT withdrawal_id FROM signature_request WHERE id = row_id)
    WHEN NEW.object_type IN ('submission', 'receipt') THEN (SELECT withdrawal_id FROM submission WHERE id = row_id)
    WHEN NEW.object_type IN ('freeze', 'freeze-lift') AND first = 'withdrawal' THEN split_part(NEW.object_id, '/', 2)
  END;
  at_safe := CASE
    WHEN NEW.object_type IN ('freeze', 'freeze-lift') AND first = 'safe' THEN split_part(NEW.object_id, '/', 2)
    ELSE (SELECT safe_id FROM withdrawal WHERE id = touched)
  END;
  PERFORM pg_notify('countersign_changes', json_build_object(
    'action', left(NEW.action, 80),
    'type', left(NEW.object_type, 80),
    -- A credential id is shown to its owner alone.
    'id', CASE WHEN NEW.object_type LIKE 'passkey%' THEN '' ELSE left(NEW.object_id, 200) END,
    'withdrawal', left(touched, 80),
    'safe', left(at_safe, 80),
    'by', left(NEW.actor_id, 80),
    'xid', pg_current_xact_id()::text
  )::text);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER tell_change AFTER INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION tell_change();
