CREATE TABLE "withdrawal_hold" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"withdrawal_id" text NOT NULL,
	"member_id" text NOT NULL,
	"note" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "withdrawal_release" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"hold_id" uuid NOT NULL,
	"member_id" text NOT NULL,
	"note" text NOT NULL,
	"evidence_digest" text NOT NULL,
	"proof" jsonb NOT NULL,
	"challenge" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "withdrawal_release_hold_id_unique" UNIQUE("hold_id"),
	CONSTRAINT "withdrawal_release_challenge_unique" UNIQUE("challenge")
);
--> statement-breakpoint
ALTER TABLE "withdrawal_hold" ADD CONSTRAINT "withdrawal_hold_withdrawal_id_withdrawal_id_fk" FOREIGN KEY ("withdrawal_id") REFERENCES "public"."withdrawal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawal_hold" ADD CONSTRAINT "withdrawal_hold_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawal_release" ADD CONSTRAINT "withdrawal_release_hold_id_withdrawal_hold_id_fk" FOREIGN KEY ("hold_id") REFERENCES "public"."withdrawal_hold"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawal_release" ADD CONSTRAINT "withdrawal_release_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "withdrawal_hold_of" ON "withdrawal_hold" USING btree ("withdrawal_id");
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON withdrawal_hold FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON withdrawal_release FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON withdrawal_hold FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON withdrawal_release FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
