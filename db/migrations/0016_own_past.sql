CREATE TABLE "seen_transfer" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"safe_id" text NOT NULL,
	"chain_id" integer NOT NULL,
	"kind" text NOT NULL,
	"token" text NOT NULL,
	"other" text NOT NULL,
	"units" numeric(78,0) NOT NULL,
	"tx_hash" text NOT NULL,
	"log_index" integer NOT NULL,
	"block_number" numeric(78,0) NOT NULL,
	"resembles" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "seen_transfer_once" UNIQUE("safe_id","tx_hash","log_index")
);
--> statement-breakpoint
ALTER TABLE "seen_transfer" ADD CONSTRAINT "seen_transfer_safe_id_safe_id_fk" FOREIGN KEY ("safe_id") REFERENCES "public"."safe"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "seen_transfer_newest" ON "seen_transfer" USING btree ("safe_id","at");--> statement-breakpoint
CREATE INDEX "seen_transfer_of" ON "seen_transfer" USING btree ("other","chain_id");--> statement-breakpoint
CREATE INDEX "withdrawal_leg_newest_of_asset" ON "withdrawal_leg" USING btree ("asset_key",(substring("withdrawal_id" from 3)::bigint));--> statement-breakpoint
CREATE INDEX "withdrawal_leg_newest_of_pair" ON "withdrawal_leg" USING btree ("recipient_key","asset_key",(substring("withdrawal_id" from 3)::bigint));--> statement-breakpoint
CREATE INDEX "withdrawal_recipient_first" ON "withdrawal_recipient" USING btree ("chain_id",substr("address", 3, 4));--> statement-breakpoint
CREATE INDEX "withdrawal_recipient_last" ON "withdrawal_recipient" USING btree ("chain_id",right("address", 4));--> statement-breakpoint
CREATE INDEX "withdrawal_at_nonce" ON "withdrawal" USING btree ("safe_id","nonce");--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON seen_transfer FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON seen_transfer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
