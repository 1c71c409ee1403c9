CREATE TABLE "enrolment_code" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"member_id" text NOT NULL,
	"address" text NOT NULL,
	"code_hash" text NOT NULL,
	"issued_by" text NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"proof" jsonb NOT NULL,
	"challenge" text NOT NULL,
	"consumed_at" timestamp (3) with time zone,
	CONSTRAINT "enrolment_code_code_hash_unique" UNIQUE("code_hash"),
	CONSTRAINT "enrolment_code_challenge_unique" UNIQUE("challenge")
);
--> statement-breakpoint
CREATE TABLE "passkey_enrolment" (
	"credential_id" text PRIMARY KEY NOT NULL,
	"member_id" text NOT NULL,
	"label" text NOT NULL,
	"proof" jsonb,
	"challenge" text,
	"code_id" uuid,
	"code_proof" jsonb,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "passkey_enrolment_challenge_unique" UNIQUE("challenge"),
	CONSTRAINT "passkey_enrolment_code_id_unique" UNIQUE("code_id"),
	CONSTRAINT "passkey_enrolment_is_proven" CHECK (("passkey_enrolment"."proof" IS NOT NULL AND "passkey_enrolment"."challenge" IS NOT NULL AND "passkey_enrolment"."code_id" IS NULL AND "passkey_enrolment"."code_proof" IS NULL)
        OR ("passkey_enrolment"."proof" IS NULL AND "passkey_enrolment"."challenge" IS NULL AND "passkey_enrolment"."code_id" IS NOT NULL AND "passkey_enrolment"."code_proof" IS NOT NULL))
);
--> statement-breakpoint
CREATE TABLE "passkey_retirement" (
	"credential_id" text PRIMARY KEY NOT NULL,
	"member_id" text NOT NULL,
	"retired_by" text NOT NULL,
	"proof" jsonb NOT NULL,
	"challenge" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "passkey_retirement_challenge_unique" UNIQUE("challenge")
);
--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "enrolment_code" ADD CONSTRAINT "enrolment_code_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolment_code" ADD CONSTRAINT "enrolment_code_issued_by_member_id_fk" FOREIGN KEY ("issued_by") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkey_enrolment" ADD CONSTRAINT "passkey_enrolment_credential_id_passkey_credential_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."passkey"("credential_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkey_enrolment" ADD CONSTRAINT "passkey_enrolment_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkey_enrolment" ADD CONSTRAINT "passkey_enrolment_code_id_enrolment_code_id_fk" FOREIGN KEY ("code_id") REFERENCES "public"."enrolment_code"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkey_retirement" ADD CONSTRAINT "passkey_retirement_credential_id_passkey_credential_id_fk" FOREIGN KEY ("credential_id") REFERENCES "public"."passkey"("credential_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkey_retirement" ADD CONSTRAINT "passkey_retirement_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkey_retirement" ADD CONSTRAINT "passkey_retirement_retired_by_member_id_fk" FOREIGN KEY ("retired_by") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
-- A code is used once, and why a passkey counts, or no longer does, is never rewritten.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['passkey_enrolment', 'passkey_retirement'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE TRIGGER used_once BEFORE UPDATE ON enrolment_code FOR EACH ROW EXECUTE FUNCTION used_once();
--> statement-breakpoint
CREATE TRIGGER never_deleted BEFORE DELETE ON enrolment_code FOR EACH ROW EXECUTE FUNCTION refuse_delete();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON enrolment_code FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete();
