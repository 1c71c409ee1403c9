CREATE SEQUENCE "public"."proposal_number" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1001 CACHE 1;--> statement-breakpoint
CREATE TABLE "contact_end" (
	"entry_id" text PRIMARY KEY NOT NULL,
	"proposal_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invitation" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"member_id" text NOT NULL,
	"address" text NOT NULL,
	"code_hash" text NOT NULL,
	"proposal_id" text,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"consumed_at" timestamp (3) with time zone,
	CONSTRAINT "invitation_code_hash_unique" UNIQUE("code_hash")
);
--> statement-breakpoint
CREATE TABLE "member_change" (
	"member_id" text NOT NULL,
	"version" integer NOT NULL,
	"roles" text[] NOT NULL,
	"is_active" boolean NOT NULL,
	"proposal_id" text NOT NULL,
	CONSTRAINT "member_change_member_id_version_pk" PRIMARY KEY("member_id","version")
);
--> statement-breakpoint
CREATE TABLE "policy_activation" (
	"policy_id" text NOT NULL,
	"version" integer NOT NULL,
	"proposal_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "policy_activation_policy_id_version_pk" PRIMARY KEY("policy_id","version")
);
--> statement-breakpoint
CREATE TABLE "policy_veto" (
	"policy_id" text NOT NULL,
	"version" integer NOT NULL,
	"member_id" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "policy_veto_policy_id_version_pk" PRIMARY KEY("policy_id","version")
);
--> statement-breakpoint
CREATE TABLE "proposal" (
	"id" text PRIMARY KEY DEFAULT 'P-' || nextval('proposal_number') NOT NULL,
	"kind" text NOT NULL,
	"body" text NOT NULL,
	"reason" text NOT NULL,
	"author_id" text NOT NULL,
	"proof" jsonb NOT NULL,
	"challenge" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "proposal_challenge_unique" UNIQUE("challenge")
);
--> statement-breakpoint
CREATE TABLE "proposal_decision" (
	"proposal_id" text PRIMARY KEY NOT NULL,
	"member_id" text NOT NULL,
	"decision" text NOT NULL,
	"reason" text NOT NULL,
	"proof" jsonb,
	"challenge" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "proposal_decision_challenge_unique" UNIQUE("challenge"),
	CONSTRAINT "proposal_decision_is_proven" CHECK (("proposal_decision"."decision" = 'approved' AND "proposal_decision"."proof" IS NOT NULL AND "proposal_decision"."challenge" IS NOT NULL)
        OR ("proposal_decision"."decision" IN ('refused', 'withdrawn') AND "proposal_decision"."proof" IS NULL AND "proposal_decision"."challenge" IS NULL))
);
--> statement-breakpoint
ALTER TABLE "freeze_order" DROP CONSTRAINT "freeze_order_scope";--> statement-breakpoint
ALTER TABLE "enrolment_code" ALTER COLUMN "issued_by" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "enrolment_code" ALTER COLUMN "proof" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "enrolment_code" ALTER COLUMN "challenge" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "contact_end" ADD CONSTRAINT "contact_end_entry_id_book_entry_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."book_entry"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contact_end" ADD CONSTRAINT "contact_end_proposal_id_proposal_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_proposal_id_proposal_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_change" ADD CONSTRAINT "member_change_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_change" ADD CONSTRAINT "member_change_proposal_id_proposal_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_activation" ADD CONSTRAINT "policy_activation_proposal_id_proposal_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_activation" ADD CONSTRAINT "policy_activation_policy_id_version_policy_id_version_fk" FOREIGN KEY ("policy_id","version") REFERENCES "public"."policy"("id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_veto" ADD CONSTRAINT "policy_veto_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_veto" ADD CONSTRAINT "policy_veto_policy_id_version_policy_id_version_fk" FOREIGN KEY ("policy_id","version") REFERENCES "public"."policy"("id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_author_id_member_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_decision" ADD CONSTRAINT "proposal_decision_proposal_id_proposal_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "proposal_decision" ADD CONSTRAINT "proposal_decision_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "proposal_at" ON "proposal" USING btree ("at");--> statement-breakpoint
ALTER TABLE "enrolment_code" ADD CONSTRAINT "enrolment_code_is_proven" CHECK (("enrolment_code"."issued_by" IS NOT NULL) = ("enrolment_code"."proof" IS NOT NULL) AND ("enrolment_code"."issued_by" IS NOT NULL) = ("enrolment_code"."challenge" IS NOT NULL));--> statement-breakpoint
ALTER TABLE "freeze_order" ADD CONSTRAINT "freeze_order_scope" CHECK ("freeze_order"."scope_kind" IN ('organisation', 'chain', 'safe', 'member', 'counterparty', 'asset', 'withdrawal'));
--> statement-breakpoint
-- What was proposed and what became of it stays as it was; an invitation is used once.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['proposal', 'proposal_decision', 'member_change', 'contact_end', 'policy_activation', 'policy_veto'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE TRIGGER used_once BEFORE UPDATE ON invitation FOR EACH ROW EXECUTE FUNCTION used_once();
--> statement-breakpoint
CREATE TRIGGER never_deleted BEFORE DELETE ON invitation FOR EACH ROW EXECUTE FUNCTION refuse_delete();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON invitation FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete();
--> statement-breakpoint
-- Nobody agrees to their own proposal, and only its author takes it back.
CREATE FUNCTION another_decides() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  is_author boolean;
BEGIN
  SELECT author_id = NEW.member_id INTO is_author FROM proposal WHERE id = NEW.proposal_id;
  IF is_author <> (NEW.decision = 'withdrawn') THEN
    RAISE EXCEPTION 'the author of a proposal withdraws it, and somebody else decides' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER another_decides BEFORE INSERT ON proposal_decision FOR EACH ROW EXECUTE FUNCTION another_decides();
--> statement-breakpoint
-- The next version of a member, and no other.
CREATE FUNCTION member_is_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE member SET roles = NEW.roles, is_active = NEW.is_active, version = NEW.version
  WHERE id = NEW.member_id AND version = NEW.version - 1;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'version % of a member follows on another one', NEW.version USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER member_is_changed AFTER INSERT ON member_change FOR EACH ROW EXECUTE FUNCTION member_is_changed();
--> statement-breakpoint
CREATE FUNCTION contact_has_ended() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  UPDATE book_entry SET status = 'retired', version = version + 1 WHERE id = NEW.entry_id AND status = 'active';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only an active entry ends' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER contact_has_ended AFTER INSERT ON contact_end FOR EACH ROW EXECUTE FUNCTION contact_has_ended();
--> statement-breakpoint
-- A newer version, after its cooling, that nobody vetoed. The row of the Safe makes two at once take turns.
CREATE FUNCTION policy_is_activated() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  next policy;
BEGIN
  SELECT * INTO next FROM policy WHERE id = NEW.policy_id AND version = NEW.version;
  PERFORM 1 FROM safe WHERE id = next.safe_id FOR UPDATE;
  IF next.active_from > NEW.at OR next.is_active
    OR EXISTS (SELECT 1 FROM policy WHERE safe_id = next.safe_id AND is_active AND version >= next.version)
    OR EXISTS (SELECT 1 FROM policy_veto WHERE policy_id = NEW.policy_id AND version = NEW.version) THEN
    RAISE EXCEPTION 'this policy version does not begin to count' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  UPDATE policy SET is_active = false WHERE safe_id = next.safe_id AND is_active;
  UPDATE policy SET is_active = true WHERE id = NEW.policy_id AND version = NEW.version;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER policy_is_activated AFTER INSERT ON policy_activation FOR EACH ROW EXECUTE FUNCTION policy_is_activated();
--> statement-breakpoint
CREATE FUNCTION veto_is_in_time() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM policy_activation WHERE policy_id = NEW.policy_id AND version = NEW.version) THEN
    RAISE EXCEPTION 'this policy version counts already' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER veto_is_in_time BEFORE INSERT ON policy_veto FOR EACH ROW EXECUTE FUNCTION veto_is_in_time();
