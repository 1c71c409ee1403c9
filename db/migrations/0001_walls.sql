-- The walls: what no code of ours, and no application role, can do. tests/integration/walls-*.test.ts plants each breach.
-- Every function names where it looks: temporary tables come last, so that none stands in for a table of the desk.

INSERT INTO legal_transition (from_state, to_state)
SELECT from_state, unnest(to_states) FROM (VALUES
  ('draft', ARRAY['staged', 'cancelled']),
  ('staged', ARRAY['screening']),
  ('screening', ARRAY['blocked', 'held', 'awaiting-approvals']),
  ('blocked', ARRAY['screening', 'rejected', 'cancelled', 'expired', 'cancel-pending-onchain']),
  ('held', ARRAY['awaiting-approvals', 'cooling', 'ready', 'blocked', 'rejected', 'cancelled', 'expired',
    'cancel-pending-onchain']),
  ('awaiting-approvals', ARRAY['blocked', 'held', 'cooling', 'ready', 'rejected', 'cancelled', 'expired',
    'cancel-pending-onchain', 'superseded']),
  ('cooling', ARRAY['awaiting-approvals', 'held', 'blocked', 'ready', 'cancel-pending-onchain', 'superseded']),
  ('ready', ARRAY['awaiting-approvals', 'held', 'blocked', 'executing', 'cancel-pending-onchain', 'superseded']),
  ('executing', ARRAY['confirming', 'ready', 'cancel-pending-onchain', 'superseded']),
  ('confirming', ARRAY['executing', 'ready', 'executed', 'failed-onchain', 'superseded']),
  ('cancel-pending-onchain', ARRAY['cancelled-onchain', 'confirming', 'superseded'])
) AS moves (from_state, to_states);
--> statement-breakpoint
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% rows are append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
--> statement-breakpoint
-- Deleting is erasing and left to the owner where the log keeps a hash only (audit_personal) and where it speaks of
-- nothing (challenge, sign_in_nonce, rate_limit).
CREATE FUNCTION refuse_delete() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% rows are never deleted', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
--> statement-breakpoint
-- The log names these rows by id. Of all but book_entry the application may UPDATE this column alone (db/grants.ts).
CREATE FUNCTION keeps_id() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.id <> OLD.id THEN
    RAISE EXCEPTION 'the id of a % is immutable', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
DO $$
DECLARE
  name text;
  append_only text[] := ARRAY['audit_event', 'audit_leaf', 'audit_checkpoint', 'review', 'signature_request', 'rejection',
    'wallet', 'legal_transition'];
  kept text[] := ARRAY['installation', 'member', 'passkey', 'session', 'safe', 'asset', 'book_entry', 'policy',
    'withdrawal', 'approval', 'submission'];
BEGIN
  FOREACH name IN ARRAY append_only LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
  END LOOP;
  FOREACH name IN ARRAY kept LOOP
    EXECUTE format('CREATE TRIGGER never_deleted BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_delete()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete()', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['installation', 'member', 'safe', 'book_entry'] LOOP
    EXECUTE format('CREATE TRIGGER keeps_id BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION keeps_id()', name);
  END LOOP;
  FOREACH name IN ARRAY append_only || ARRAY['audit_personal', 'audit_pending'] LOOP
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
  END LOOP;
END $$;
--> statement-breakpoint
-- Personal values can be erased, row by row, and never replaced.
CREATE TRIGGER append_only BEFORE UPDATE ON audit_personal FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A leaf continues the log: its seq is the number of leaves before it, and it says what its event says. Otherwise who
-- sequences could give an event other words than those that were written with the change.
CREATE FUNCTION leaf_continues() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  event audit_event;
BEGIN
  IF NEW.seq <> COALESCE((SELECT max(seq) + 1 FROM audit_leaf), 0) THEN
    RAISE EXCEPTION 'leaf % does not continue the log', NEW.seq USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  SELECT * INTO event FROM audit_event WHERE id = NEW.event_id;
  IF (NEW.object_type, NEW.object_id) IS DISTINCT FROM (event.object_type, event.object_id)
    OR NEW.json::jsonb - 'v' IS DISTINCT FROM jsonb_build_object('seq', NEW.seq, 'action', event.action, 'subject', event.subject,
      'at', to_char(event.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'actor', jsonb_strip_nulls(jsonb_build_object('kind', event.actor_kind, 'id', event.actor_id)),
      'object', jsonb_build_object('type', event.object_type, 'id', event.object_id, 'version', event.object_version,
        'contentHash', event.content_hash),
      'outcome', event.outcome, 'reason', event.reason, 'personal', event.personal_hash) THEN
    RAISE EXCEPTION 'leaf % does not say what its event says', NEW.seq USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER leaf_continues BEFORE INSERT ON audit_leaf FOR EACH ROW EXECUTE FUNCTION leaf_continues();
--> statement-breakpoint
-- Whoever inserts, an event's id is the next one: an id of one's own choice could come before what is logged already.
-- Bootstrap speaks first or never: once there is a leaf, nobody does anything as bootstrap.
CREATE FUNCTION event_comes() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
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
CREATE FUNCTION event_waits() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO audit_pending (event_id) VALUES (NEW.id);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER event_waits AFTER INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION event_waits();
--> statement-breakpoint
CREATE FUNCTION event_is_sequenced() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  DELETE FROM audit_pending WHERE event_id = NEW.event_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER event_is_sequenced AFTER INSERT ON audit_leaf FOR EACH ROW EXECUTE FUNCTION event_is_sequenced();
--> statement-breakpoint
-- Whoever takes an event off this list hides it from the sequencer: it leaves only with its leaf.
CREATE FUNCTION waits_for_leaf() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM audit_leaf WHERE event_id = OLD.event_id) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'event % waits for its leaf', OLD.event_id USING ERRCODE = 'integrity_constraint_violation';
END $$;
--> statement-breakpoint
CREATE TRIGGER waits_for_leaf BEFORE UPDATE OR DELETE ON audit_pending FOR EACH ROW EXECUTE FUNCTION waits_for_leaf();
--> statement-breakpoint
CREATE FUNCTION withdrawal_moves() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  mutable text[] := ARRAY['state', 'state_since', 'state_reason', 'signature_requested_at', 'ready_from', 'is_nonce_held'];
BEGIN
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
  -- The rows count beside the column: whoever asks for a signature without dating it has asked all the same.
  IF NEW.state <> OLD.state AND NEW.state IN ('rejected', 'cancelled', 'expired') AND (
    NEW.signature_requested_at IS NOT NULL
    OR EXISTS (SELECT 1 FROM signature_request WHERE withdrawal_id = NEW.id)
    OR EXISTS (SELECT 1 FROM approval WHERE withdrawal_id = NEW.id)
  ) THEN
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
CREATE TRIGGER withdrawal_moves BEFORE INSERT OR UPDATE ON withdrawal FOR EACH ROW EXECUTE FUNCTION withdrawal_moves();
--> statement-breakpoint
CREATE FUNCTION approval_moves() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
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
  -- Held until commit, so that nothing moves it on meanwhile.
  PERFORM 1 FROM withdrawal WHERE id = NEW.withdrawal_id AND state = 'awaiting-approvals' FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the withdrawal does not take approvals' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER approval_moves BEFORE INSERT OR UPDATE ON approval FOR EACH ROW EXECUTE FUNCTION approval_moves();
--> statement-breakpoint
-- What was handed over to whom, and on which proof, stays as it was; only what is seen of it moves.
CREATE FUNCTION submission_moves() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  observed text[] := ARRAY['is_open', 'state', 'reported_tx_hash', 'mined_tx_hash', 'block_number', 'block_hash', 'observed_at'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NOT NEW.is_open OR NEW.state <> 'handed-over' OR NEW.observed_at IS NOT NULL
      OR COALESCE(NEW.reported_tx_hash, NEW.mined_tx_hash, NEW.block_hash, NEW.block_number::text) IS NOT NULL THEN
      RAISE EXCEPTION 'a hand-over starts open and unseen' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    PERFORM 1 FROM withdrawal WHERE id = NEW.withdrawal_id AND state IN ('ready', 'executing') FOR SHARE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'the withdrawal is not to be handed over' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (to_jsonb(NEW) - observed) <> (to_jsonb(OLD) - observed) THEN
    RAISE EXCEPTION 'a hand-over is immutable' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  -- The signatures of a reverted attempt are public: it alone may be seen again, and opens only by being mined (SPEC 3).
  IF NOT OLD.is_open AND (OLD.state <> 'reverted' OR (NEW.is_open AND NEW.state <> 'confirming')) THEN
    RAISE EXCEPTION 'a closed attempt stays closed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER submission_moves BEFORE INSERT OR UPDATE ON submission FOR EACH ROW EXECUTE FUNCTION submission_moves();
--> statement-breakpoint
-- A challenge is used once: consumed_at goes from null to a time and never back; nothing else changes.
CREATE FUNCTION used_once() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
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
CREATE FUNCTION session_ends() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  mutable text[] := ARRAY['last_seen_at', 'revoked_at'];
BEGIN
  IF (to_jsonb(NEW) - mutable) <> (to_jsonb(OLD) - mutable) OR OLD.revoked_at IS NOT NULL THEN
    RAISE EXCEPTION 'a session is only seen and ended, once' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER session_ends BEFORE UPDATE ON session FOR EACH ROW EXECUTE FUNCTION session_ends();
--> statement-breakpoint
-- Another key is another row, which cools; a counter that goes back would let a copied key in.
CREATE FUNCTION passkey_counts() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  mutable text[] := ARRAY['counter', 'failures', 'locked_until'];
BEGIN
  IF (to_jsonb(NEW) - mutable) <> (to_jsonb(OLD) - mutable) THEN
    RAISE EXCEPTION 'a passkey is immutable' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.counter < OLD.counter THEN
    RAISE EXCEPTION 'the counter of a passkey never goes back' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER passkey_counts BEFORE UPDATE ON passkey FOR EACH ROW EXECUTE FUNCTION passkey_counts();
--> statement-breakpoint
CREATE FUNCTION entry_keeps_address() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
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
CREATE FUNCTION policy_is_immutable() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
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
