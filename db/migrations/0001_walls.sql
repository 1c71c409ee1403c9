-- The walls: what no code of ours, and no application role, can do. tests/integration/walls.test.ts plants each breach.

INSERT INTO legal_transition (from_state, to_state) VALUES
  ('draft', 'staged'),
  ('draft', 'cancelled'),
  ('staged', 'screening'),
  ('screening', 'blocked'),
  ('screening', 'held'),
  ('screening', 'awaiting-approvals'),
  ('blocked', 'screening'),
  ('blocked', 'rejected'),
  ('blocked', 'cancelled'),
  ('blocked', 'expired'),
  ('blocked', 'cancel-pending-onchain'),
  ('held', 'awaiting-approvals'),
  ('held', 'cooling'),
  ('held', 'ready'),
  ('held', 'blocked'),
  ('held', 'rejected'),
  ('held', 'cancelled'),
  ('held', 'expired'),
  ('held', 'cancel-pending-onchain'),
  ('awaiting-approvals', 'blocked'),
  ('awaiting-approvals', 'held'),
  ('awaiting-approvals', 'cooling'),
  ('awaiting-approvals', 'ready'),
  ('awaiting-approvals', 'rejected'),
  ('awaiting-approvals', 'cancelled'),
  ('awaiting-approvals', 'expired'),
  ('awaiting-approvals', 'cancel-pending-onchain'),
  ('cooling', 'awaiting-approvals'),
  ('cooling', 'held'),
  ('cooling', 'blocked'),
  ('cooling', 'ready'),
  ('cooling', 'cancel-pending-onchain'),
  ('ready', 'awaiting-approvals'),
  ('ready', 'held'),
  ('ready', 'blocked'),
  ('ready', 'executing'),
  ('ready', 'cancel-pending-onchain'),
  ('executing', 'confirming'),
  ('executing', 'ready'),
  ('executing', 'cancel-pending-onchain'),
  ('confirming', 'executing'),
  ('confirming', 'ready'),
  ('confirming', 'executed'),
  ('confirming', 'failed-onchain'),
  ('cancel-pending-onchain', 'cancelled-onchain'),
  ('cancel-pending-onchain', 'confirming'),
  ('awaiting-approvals', 'superseded'),
  ('cooling', 'superseded'),
  ('ready', 'superseded'),
  ('executing', 'superseded'),
  ('confirming', 'superseded'),
  ('cancel-pending-onchain', 'superseded');
--> statement-breakpoint
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% rows are append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_leaf FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_checkpoint FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON review FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON signature_request FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON rejection FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON wallet FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON legal_transition FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit_leaf FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON audit_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON review FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON signature_request FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON rejection FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON wallet FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON legal_transition FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON withdrawal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON approval FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A leaf continues the log: its seq is the number of leaves before it.
CREATE FUNCTION leaf_continues() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seq <> COALESCE((SELECT max(seq) + 1 FROM audit_leaf), 0) THEN
    RAISE EXCEPTION 'leaf % does not continue the log', NEW.seq USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER leaf_continues BEFORE INSERT ON audit_leaf FOR EACH ROW EXECUTE FUNCTION leaf_continues();
--> statement-breakpoint
-- Whoever inserts, an event's id is the next one: an id of one's own choice could come before what is logged already.
-- Bootstrap speaks first or never: once there is a leaf, nobody does anything as bootstrap.
CREATE FUNCTION event_comes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.id := nextval('audit_event_id_seq');
  IF NEW.actor_kind = 'bootstrap' AND NEW.outcome = 'done' AND EXISTS (SELECT 1 FROM audit_leaf) THEN
    RAISE EXCEPTION 'bootstrap is over' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER event_comes BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION event_comes();
--> statement-breakpoint
-- What waits for its leaf. Both run as the owner, because the application may only read audit_pending.
CREATE FUNCTION event_waits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO audit_pending (event_id) VALUES (NEW.id);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER event_waits AFTER INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION event_waits();
--> statement-breakpoint
CREATE FUNCTION event_is_sequenced() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM audit_pending WHERE event_id = NEW.event_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER event_is_sequenced AFTER INSERT ON audit_leaf FOR EACH ROW EXECUTE FUNCTION event_is_sequenced();
--> statement-breakpoint
CREATE FUNCTION withdrawal_moves() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  mutable text[] := ARRAY['state', 'state_since', 'state_reason', 'signature_requested_at', 'ready_from', 'is_nonce_held'];
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a withdrawal is never deleted' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'staged' THEN
      RAISE EXCEPTION 'a withdrawal starts as staged, not %', NEW.state USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    -- Without its nonce held it would pass by the one-per-nonce index.
    IF NOT NEW.is_nonce_held THEN
      RAISE EXCEPTION 'a withdrawal starts with its nonce held' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (to_jsonb(NEW) - mutable) <> (to_jsonb(OLD) - mutable) THEN
    RAISE EXCEPTION 'a staged withdrawal is immutable' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.state <> OLD.state AND NOT EXISTS (
    SELECT 1 FROM legal_transition WHERE from_state = OLD.state AND to_state = NEW.state
  ) THEN
    RAISE EXCEPTION 'illegal move from % to %', OLD.state, NEW.state USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  -- A signature cannot be unsigned: these endings exist only where none was ever requested (SPEC 3).
  IF NEW.state <> OLD.state AND NEW.state IN ('rejected', 'cancelled', 'expired') AND NEW.signature_requested_at IS NOT NULL THEN
    RAISE EXCEPTION 'a signature was requested: % is not an ending', NEW.state USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF OLD.signature_requested_at IS NOT NULL AND NEW.signature_requested_at IS DISTINCT FROM OLD.signature_requested_at THEN
    RAISE EXCEPTION 'a signature request is never taken back' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NOT OLD.is_nonce_held AND NEW.is_nonce_held THEN
    RAISE EXCEPTION 'a nonce given back is not taken again' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  -- The nonce is free only after an ending; until then every retry keeps it.
  IF OLD.is_nonce_held AND NOT NEW.is_nonce_held AND NEW.state NOT IN
    ('rejected', 'cancelled', 'expired', 'executed', 'failed-onchain', 'cancelled-onchain', 'superseded') THEN
    RAISE EXCEPTION 'the nonce of a % withdrawal is held', NEW.state USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER withdrawal_moves BEFORE INSERT OR UPDATE OR DELETE ON withdrawal FOR EACH ROW EXECUTE FUNCTION withdrawal_moves();
--> statement-breakpoint
CREATE FUNCTION approval_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'an approval is never deleted' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF (to_jsonb(NEW) - 'is_stale') <> (to_jsonb(OLD) - 'is_stale') OR (OLD.is_stale AND NOT NEW.is_stale) THEN
      RAISE EXCEPTION 'an approval only ever goes stale' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF EXISTS (SELECT 1 FROM withdrawal WHERE id = NEW.withdrawal_id AND initiator_id = NEW.member_id) THEN
    RAISE EXCEPTION 'the initiator is no approver' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM wallet WHERE address = NEW.owner AND member_id = NEW.member_id) THEN
    RAISE EXCEPTION 'that owner is not this member''s' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM withdrawal WHERE id = NEW.withdrawal_id AND state = 'awaiting-approvals') THEN
    RAISE EXCEPTION 'the withdrawal does not take approvals' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER approval_moves BEFORE INSERT OR UPDATE OR DELETE ON approval FOR EACH ROW EXECUTE FUNCTION approval_moves();
--> statement-breakpoint
-- A challenge is used once: consumed_at goes from null to a time and never back; nothing else changes.
CREATE FUNCTION used_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (to_jsonb(NEW) - 'consumed_at') <> (to_jsonb(OLD) - 'consumed_at') OR OLD.consumed_at IS NOT NULL THEN
    RAISE EXCEPTION '% is used once', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER used_once BEFORE UPDATE ON challenge FOR EACH ROW EXECUTE FUNCTION used_once();
--> statement-breakpoint
CREATE TRIGGER used_once BEFORE UPDATE ON sign_in_nonce FOR EACH ROW EXECUTE FUNCTION used_once();
--> statement-breakpoint
CREATE FUNCTION entry_keeps_address() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.address <> OLD.address OR NEW.chain_id <> OLD.chain_id THEN
    RAISE EXCEPTION 'the address of a % is immutable', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER keeps_address BEFORE UPDATE ON book_entry FOR EACH ROW EXECUTE FUNCTION entry_keeps_address();
--> statement-breakpoint
CREATE TRIGGER keeps_address BEFORE UPDATE ON safe FOR EACH ROW EXECUTE FUNCTION entry_keeps_address();
--> statement-breakpoint
CREATE TRIGGER keeps_address BEFORE UPDATE ON asset FOR EACH ROW EXECUTE FUNCTION entry_keeps_address();
--> statement-breakpoint
CREATE FUNCTION policy_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (to_jsonb(NEW) - 'is_active') <> (to_jsonb(OLD) - 'is_active') THEN
    RAISE EXCEPTION 'a policy version is immutable' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER policy_is_immutable BEFORE UPDATE ON policy FOR EACH ROW EXECUTE FUNCTION policy_is_immutable();
--> statement-breakpoint
CREATE UNIQUE INDEX policy_one_active ON policy (safe_id) WHERE is_active;
