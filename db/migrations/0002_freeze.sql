CREATE TABLE "freeze_lift" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"freeze_id" uuid NOT NULL,
	"member_id" text NOT NULL,
	"reason" text NOT NULL,
	"proof" jsonb NOT NULL,
	"challenge" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "freeze_lift_challenge_unique" UNIQUE("challenge"),
	CONSTRAINT "freeze_lift_freeze_id_member_id_unique" UNIQUE("freeze_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "freeze_order" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"scope_kind" text NOT NULL,
	"scope_id" text NOT NULL,
	"member_id" text,
	"reason" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "freeze_order_scope" CHECK ("freeze_order"."scope_kind" IN ('organisation', 'safe', 'member', 'withdrawal'))
);
--> statement-breakpoint
ALTER TABLE "freeze_lift" ADD CONSTRAINT "freeze_lift_freeze_id_freeze_order_id_fk" FOREIGN KEY ("freeze_id") REFERENCES "public"."freeze_order"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "freeze_lift" ADD CONSTRAINT "freeze_lift_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "freeze_order" ADD CONSTRAINT "freeze_order_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "freeze_order_of" ON "freeze_order" USING btree ("scope_kind","scope_id");
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON freeze_order FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON freeze_lift FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON freeze_order FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON freeze_lift FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Two people lift a freeze, neither of whom set it nor is what it stops (SPEC 6).
CREATE FUNCTION lift_counts() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  stopped freeze_order%ROWTYPE;
BEGIN
  SELECT * INTO STRICT stopped FROM freeze_order WHERE id = NEW.freeze_id;
  IF stopped.member_id = NEW.member_id THEN
    RAISE EXCEPTION 'who froze does not lift' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF stopped.scope_kind = 'member' AND stopped.scope_id = NEW.member_id THEN
    RAISE EXCEPTION 'who is frozen does not lift that' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER lift_counts BEFORE INSERT ON freeze_lift FOR EACH ROW EXECUTE FUNCTION lift_counts();
--> statement-breakpoint
CREATE FUNCTION is_frozen(kind text, scope text) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM freeze_order WHERE scope_kind = kind AND scope_id = scope
      AND (SELECT count(*) FROM freeze_lift WHERE freeze_id = freeze_order.id) < 2
  )
$$;
--> statement-breakpoint
-- The second wall behind the verbs' own check: nothing is staged, approved or handed over where a freeze stands, except
-- the on-chain cancel.
CREATE FUNCTION refuse_frozen() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
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
  IF stopped.class <> 'cancel' AND (
    is_frozen('organisation', (SELECT id FROM installation)) OR is_frozen('safe', stopped.safe_id)
    OR is_frozen('withdrawal', stopped.id) OR is_frozen('member', stopped.initiator_id)
  ) OR is_frozen('member', actor) THEN
    RAISE EXCEPTION 'a freeze stands in the way' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER refuse_frozen BEFORE INSERT ON withdrawal FOR EACH ROW EXECUTE FUNCTION refuse_frozen();
--> statement-breakpoint
CREATE TRIGGER refuse_frozen BEFORE INSERT ON approval FOR EACH ROW EXECUTE FUNCTION refuse_frozen();
--> statement-breakpoint
CREATE TRIGGER refuse_frozen BEFORE INSERT ON submission FOR EACH ROW EXECUTE FUNCTION refuse_frozen();
