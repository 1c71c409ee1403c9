CREATE TABLE "withdrawal_comment" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"withdrawal_id" text NOT NULL,
	"member_id" text NOT NULL,
	"words" text NOT NULL,
	"asks_initiator" boolean NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "execution" (
	"withdrawal_id" text PRIMARY KEY NOT NULL,
	"tx_hash" text NOT NULL,
	"block_number" numeric(78,0) NOT NULL,
	"block_hash" text NOT NULL,
	"block_time" timestamp (3) with time zone NOT NULL,
	"fee_wei" numeric(78,0),
	"fee_payer" text,
	CONSTRAINT "execution_fee" CHECK (("execution"."fee_wei" IS NULL) = ("execution"."fee_payer" IS NULL) AND "execution"."fee_wei" >= 0)
);
--> statement-breakpoint
CREATE TABLE "withdrawal_leg" (
	"withdrawal_id" text NOT NULL,
	"position" integer NOT NULL,
	"asset_key" text,
	"recipient_key" text NOT NULL,
	CONSTRAINT "withdrawal_leg_withdrawal_id_position_pk" PRIMARY KEY("withdrawal_id","position")
);
--> statement-breakpoint
CREATE TABLE "withdrawal_person" (
	"withdrawal_id" text NOT NULL,
	"member_id" text NOT NULL,
	"part" text NOT NULL,
	CONSTRAINT "withdrawal_person_withdrawal_id_member_id_part_pk" PRIMARY KEY("withdrawal_id","member_id","part")
);
--> statement-breakpoint
CREATE TABLE "withdrawal_recipient" (
	"chain_id" integer NOT NULL,
	"address" text NOT NULL,
	CONSTRAINT "withdrawal_recipient_chain_id_address_pk" PRIMARY KEY("chain_id","address")
);
--> statement-breakpoint
ALTER TABLE "withdrawal_comment" ADD CONSTRAINT "withdrawal_comment_withdrawal_id_withdrawal_id_fk" FOREIGN KEY ("withdrawal_id") REFERENCES "public"."withdrawal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawal_comment" ADD CONSTRAINT "withdrawal_comment_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "execution" ADD CONSTRAINT "execution_withdrawal_id_withdrawal_id_fk" FOREIGN KEY ("withdrawal_id") REFERENCES "public"."withdrawal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawal_leg" ADD CONSTRAINT "withdrawal_leg_withdrawal_id_withdrawal_id_fk" FOREIGN KEY ("withdrawal_id") REFERENCES "public"."withdrawal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawal_person" ADD CONSTRAINT "withdrawal_person_withdrawal_id_withdrawal_id_fk" FOREIGN KEY ("withdrawal_id") REFERENCES "public"."withdrawal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawal_person" ADD CONSTRAINT "withdrawal_person_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "withdrawal_comment_of" ON "withdrawal_comment" USING btree ("withdrawal_id","at");--> statement-breakpoint
CREATE INDEX "execution_time" ON "execution" USING btree ("block_time");--> statement-breakpoint
CREATE INDEX "execution_transaction" ON "execution" USING btree ("tx_hash");--> statement-breakpoint
CREATE INDEX "withdrawal_leg_asset" ON "withdrawal_leg" USING btree ("asset_key","withdrawal_id");--> statement-breakpoint
CREATE INDEX "withdrawal_leg_recipient" ON "withdrawal_leg" USING btree ("recipient_key","withdrawal_id");--> statement-breakpoint
CREATE INDEX "withdrawal_person_of" ON "withdrawal_person" USING btree ("member_id","part","withdrawal_id");--> statement-breakpoint
CREATE INDEX "audit_event_about" ON "audit_event" USING btree (split_part("object_id", '/', 1));--> statement-breakpoint
CREATE INDEX "withdrawal_order" ON "withdrawal" USING btree ("staged_at",(substring("id" from 3)::bigint));--> statement-breakpoint
CREATE INDEX "withdrawal_order_in_safe" ON "withdrawal" USING btree ("safe_id","staged_at",(substring("id" from 3)::bigint));--> statement-breakpoint
CREATE INDEX "withdrawal_order_in_state" ON "withdrawal" USING btree ("state","staged_at",(substring("id" from 3)::bigint));--> statement-breakpoint
CREATE INDEX "withdrawal_order_by_initiator" ON "withdrawal" USING btree ("initiator_id","staged_at",(substring("id" from 3)::bigint));--> statement-breakpoint
CREATE INDEX "withdrawal_number_order" ON "withdrawal" USING btree ((substring("id" from 3)::bigint));--> statement-breakpoint
CREATE INDEX "withdrawal_queue" ON "withdrawal" USING btree ("safe_id","nonce") WHERE "withdrawal"."is_nonce_held";
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON execution FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON execution FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON withdrawal_comment FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON withdrawal_comment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON withdrawal_leg FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON withdrawal_leg FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON withdrawal_recipient FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON withdrawal_recipient FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A receipt is of what is executed for good: whoever could write one earlier could make up a fee.
CREATE FUNCTION execution_is_final() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM withdrawal WHERE id = NEW.withdrawal_id AND state = 'executed') THEN
    RAISE EXCEPTION '% is not executed', NEW.withdrawal_id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER execution_is_final BEFORE INSERT ON execution FOR EACH ROW EXECUTE FUNCTION execution_is_final();
--> statement-breakpoint
-- Nobody asks themselves: the answer to a question is the initiator's next comment.
CREATE FUNCTION asks_another() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.asks_initiator AND EXISTS (
    SELECT 1 FROM withdrawal WHERE id = NEW.withdrawal_id AND initiator_id = NEW.member_id) THEN
    RAISE EXCEPTION 'the initiator of % is asked by others', NEW.withdrawal_id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER asks_another BEFORE INSERT ON withdrawal_comment FOR EACH ROW EXECUTE FUNCTION asks_another();
--> statement-breakpoint
-- What an intent moves: its payments, and what a call of a contract may take along, to that contract. json, not jsonb: only
-- the members named here are read, whatever the other texts of an intent hold.
CREATE FUNCTION moves_in(chain integer, intent json) RETURNS TABLE (place bigint, asset_key text, recipient_key text)
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT row_number() OVER (ORDER BY part, at), chain || ':' || asset, chain || ':' || lower(payee) FROM (
    SELECT 1 AS part, at, leg -> 'asset' ->> 'address' AS asset, leg ->> 'recipient' AS payee
    FROM json_array_elements(CASE json_typeof(intent -> 'legs') WHEN 'array' THEN intent -> 'legs' ELSE '[]' END)
      WITH ORDINALITY AS paid (leg, at)
    UNION ALL
    SELECT 2, at, given -> 'asset' ->> 'address', intent -> 'call' ->> 'to'
    FROM json_array_elements(CASE json_typeof(intent -> 'call' -> 'gives') WHEN 'array' THEN intent -> 'call' -> 'gives' ELSE '[]' END)
      WITH ORDINALITY AS taken (given, at)
    UNION ALL
    SELECT 3, 1, NULL, intent -> 'call' ->> 'to' WHERE intent -> 'call' -> 'gives' ->> 0 IS NULL
  ) AS moved WHERE payee IS NOT NULL
$$;
--> statement-breakpoint
-- What a withdrawal is found by, from the intent that is immutable with its row. Runs as the owner: the application only
-- reads it.
CREATE FUNCTION withdrawal_is_found() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO withdrawal_leg (withdrawal_id, position, asset_key, recipient_key)
  SELECT NEW.id, place, asset_key, recipient_key FROM moves_in(NEW.chain_id, NEW.intent::json);
  INSERT INTO withdrawal_recipient (chain_id, address)
  SELECT DISTINCT NEW.chain_id, split_part(recipient_key, ':', 2) FROM moves_in(NEW.chain_id, NEW.intent::json)
  ORDER BY 2 ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER withdrawal_is_found AFTER INSERT ON withdrawal FOR EACH ROW EXECUTE FUNCTION withdrawal_is_found();
--> statement-breakpoint
INSERT INTO withdrawal_leg (withdrawal_id, position, asset_key, recipient_key)
SELECT id, place, asset_key, recipient_key FROM withdrawal, moves_in(chain_id, intent::json);
--> statement-breakpoint
INSERT INTO withdrawal_recipient (chain_id, address)
SELECT DISTINCT split_part(recipient_key, ':', 1)::integer, split_part(recipient_key, ':', 2) FROM withdrawal_leg;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON withdrawal_person FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON withdrawal_person FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE FUNCTION person_is_found() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'withdrawal' THEN
    INSERT INTO withdrawal_person VALUES (NEW.id, NEW.initiator_id, 'staged') ON CONFLICT DO NOTHING;
  ELSIF TG_TABLE_NAME = 'approval' THEN
    INSERT INTO withdrawal_person VALUES (NEW.withdrawal_id, NEW.member_id, 'approved') ON CONFLICT DO NOTHING;
  ELSE
    INSERT INTO withdrawal_person VALUES (NEW.withdrawal_id, NEW.executor_id, 'executed') ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER person_is_found AFTER INSERT ON withdrawal FOR EACH ROW EXECUTE FUNCTION person_is_found();
--> statement-breakpoint
CREATE TRIGGER person_is_found AFTER INSERT ON approval FOR EACH ROW EXECUTE FUNCTION person_is_found();
--> statement-breakpoint
CREATE TRIGGER person_is_found AFTER INSERT ON submission FOR EACH ROW EXECUTE FUNCTION person_is_found();
--> statement-breakpoint
INSERT INTO withdrawal_person (withdrawal_id, member_id, part)
SELECT id, initiator_id, 'staged' FROM withdrawal UNION SELECT withdrawal_id, member_id, 'approved' FROM approval
UNION SELECT withdrawal_id, executor_id, 'executed' FROM submission;
--> statement-breakpoint
-- As before; comments and receipts are told with the withdrawal that they are of.
CREATE OR REPLACE FUNCTION tell_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
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
    WHEN NEW.object_type IN ('withdrawal', 'hold', 'release', 'comment', 'execution') THEN first
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
