CREATE TABLE "quarantined_signature" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"withdrawal_id" text NOT NULL,
	"member_id" text NOT NULL,
	"owner" text NOT NULL,
	"recovered" text,
	"signature_hash" text NOT NULL,
	"occasion" text NOT NULL,
	"sealed_signature" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "withdrawal" DROP CONSTRAINT "withdrawal_transfer_is_confirmed";--> statement-breakpoint
DROP INDEX "withdrawal_nonce_held";--> statement-breakpoint
ALTER TABLE "withdrawal" ADD COLUMN "replaces" text;--> statement-breakpoint
ALTER TABLE "quarantined_signature" ADD CONSTRAINT "quarantined_signature_withdrawal_id_withdrawal_id_fk" FOREIGN KEY ("withdrawal_id") REFERENCES "public"."withdrawal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quarantined_signature" ADD CONSTRAINT "quarantined_signature_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "quarantined_signature_of" ON "quarantined_signature" USING btree ("withdrawal_id");--> statement-breakpoint
ALTER TABLE "withdrawal" ADD CONSTRAINT "withdrawal_replaces_withdrawal_id_fk" FOREIGN KEY ("replaces") REFERENCES "public"."withdrawal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "withdrawal_one_replacement" ON "withdrawal" USING btree ("safe_id","nonce") WHERE "withdrawal"."is_nonce_held" AND "withdrawal"."replaces" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "withdrawal_one_ready" ON "withdrawal" USING btree ("safe_id","nonce") WHERE "withdrawal"."state" = 'ready';--> statement-breakpoint
CREATE INDEX "withdrawal_replaces" ON "withdrawal" USING btree ("replaces");--> statement-breakpoint
CREATE UNIQUE INDEX "withdrawal_nonce_held" ON "withdrawal" USING btree ("safe_id","nonce") WHERE "withdrawal"."is_nonce_held" AND "withdrawal"."replaces" IS NULL;--> statement-breakpoint
ALTER TABLE "withdrawal" ADD CONSTRAINT "withdrawal_is_confirmed" CHECK ("withdrawal"."class" NOT IN ('transfer', 'cancel') OR "withdrawal"."stage_proof" IS NOT NULL);--> statement-breakpoint
ALTER TABLE "withdrawal" ADD CONSTRAINT "withdrawal_cancel_is_empty" CHECK ("withdrawal"."class" <> 'cancel' OR ("withdrawal"."to_address" = "withdrawal"."safe_address" AND "withdrawal"."value" = 0 AND "withdrawal"."data" = '0x'
        AND "withdrawal"."operation" = 0 AND "withdrawal"."safe_tx_gas" = 0 AND "withdrawal"."base_gas" = 0 AND "withdrawal"."gas_price" = 0));
--> statement-breakpoint
-- What was handed over, or seen on chain and gone again, can be given up too; what shared a nonce that was used is over.
INSERT INTO legal_transition (from_state, to_state) VALUES
  ('confirming', 'cancel-pending-onchain'),
  ('blocked', 'superseded'),
  ('held', 'superseded');
--> statement-breakpoint
-- A replacement takes the nonce of a withdrawal that was given up after a signature was asked for, and of nothing else:
-- it passes a freeze, so it can be no more than that. A cancel itself is never given up once it may be signed, or the
-- nonce would have nobody left to use it; and what is being cancelled is never handed over again.
CREATE FUNCTION replacement_holds() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.state = OLD.state THEN
      RETURN NEW;
    END IF;
    IF NEW.class = 'cancel' AND NEW.state = 'cancel-pending-onchain' THEN
      RAISE EXCEPTION 'a cancel is not cancelled' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.state IN ('awaiting-approvals', 'cooling', 'ready', 'executing')
      AND EXISTS (SELECT 1 FROM withdrawal WHERE replaces = NEW.id AND is_nonce_held) THEN
      RAISE EXCEPTION '% is being cancelled on chain', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.replaces IS NULL THEN
    RETURN NEW;
  END IF;
  IF NEW.class <> 'cancel' THEN
    RAISE EXCEPTION 'only a cancel replaces a withdrawal' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  -- Held until commit, so that it neither ends nor goes on meanwhile.
  PERFORM 1 FROM withdrawal WHERE id = NEW.replaces AND class <> 'cancel' AND safe_id = NEW.safe_id
    AND safe_address = NEW.safe_address AND chain_id = NEW.chain_id AND nonce = NEW.nonce AND is_nonce_held
    AND state = 'cancel-pending-onchain' FOR SHARE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a cancel replaces a withdrawal of its Safe and nonce that was given up'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER replacement_holds BEFORE INSERT OR UPDATE ON withdrawal FOR EACH ROW EXECUTE FUNCTION replacement_holds();
--> statement-breakpoint
-- One thing passes a freeze: the cancel that replaces a withdrawal of which a signature was asked for (SPEC 6). There only
-- who acts is looked at: else whoever freezes its initiator or one approver would keep the nonce alive. A rejection that
-- fills a gap stops nothing, so it waits as everything does.
CREATE OR REPLACE FUNCTION refuse_frozen() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  stopped withdrawal%ROWTYPE;
  actor text;
BEGIN
  IF TG_TABLE_NAME = 'withdrawal' THEN
    stopped := NEW;
    actor := NEW.initiator_id;
  ELSE
    SELECT * INTO STRICT stopped FROM withdrawal WHERE id = NEW.withdrawal_id;
    actor := CASE TG_TABLE_NAME WHEN 'approval' THEN to_jsonb(NEW)->>'member_id' ELSE to_jsonb(NEW)->>'executor_id' END;
  END IF;
  IF NOT (stopped.class = 'cancel' AND stopped.replaces IS NOT NULL) AND (
    is_frozen('organisation', (SELECT id FROM installation)) OR is_frozen('safe', stopped.safe_id)
    OR is_frozen('withdrawal', stopped.id) OR is_frozen('member', stopped.initiator_id)
  ) OR is_frozen('member', actor) THEN
    RAISE EXCEPTION 'a freeze stands in the way' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON quarantined_signature FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON quarantined_signature FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
