-- Another link for a first admin who never accepted theirs. It names the member and the wallet that the setup named, and
-- there is none of somebody who is in: whoever writes it gains nothing without that wallet.
CREATE OR REPLACE FUNCTION event_comes() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  NEW.id := nextval('audit_event_id_seq');
  IF NEW.actor_kind = 'bootstrap' AND NEW.outcome = 'done' AND EXISTS (SELECT 1 FROM audit_leaf) AND NOT (
    NEW.action = 'renew-first-link' AND NEW.object_type = 'invitation' AND EXISTS (
      SELECT 1 FROM invitation AS link JOIN invitation AS first
        ON first.member_id = link.member_id AND first.address = link.address AND first.id <> link.id AND first.proposal_id IS NULL
      WHERE link.id::text = NEW.object_id AND link.proposal_id IS NULL
        AND NOT EXISTS (SELECT 1 FROM wallet WHERE wallet.member_id = link.member_id)
    )
  ) THEN
    RAISE EXCEPTION 'bootstrap is over' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
