CREATE TABLE "onward_transfer" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"chain_id" integer NOT NULL,
	"withdrawal_id" text NOT NULL,
	"recipient" text NOT NULL,
	"other" text NOT NULL,
	"asset" text NOT NULL,
	"units" numeric(78,0) NOT NULL,
	"tx_hash" text NOT NULL,
	"log_index" integer NOT NULL,
	"block_number" numeric(78,0) NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "onward_transfer_once" UNIQUE("chain_id","tx_hash","log_index")
);
--> statement-breakpoint
CREATE TABLE "onward_watch" (
	"chain_id" integer PRIMARY KEY NOT NULL,
	"block_number" numeric(78,0) NOT NULL,
	"followed" integer NOT NULL,
	"fault" text,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
DROP INDEX "withdrawal_leg_newest_of_pair";--> statement-breakpoint
DROP INDEX "withdrawal_reference";--> statement-breakpoint
ALTER TABLE "onward_transfer" ADD CONSTRAINT "onward_transfer_withdrawal_id_withdrawal_id_fk" FOREIGN KEY ("withdrawal_id") REFERENCES "public"."withdrawal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "onward_transfer_newest" ON "onward_transfer" USING btree ("at");--> statement-breakpoint
CREATE INDEX "withdrawal_order_on_chain" ON "withdrawal" USING btree ("chain_id","staged_at");--> statement-breakpoint
CREATE INDEX "withdrawal_leg_newest_of_pair" ON "withdrawal_leg" USING btree (("recipient_key" || ' ' || "asset_key"),(substring("withdrawal_id" from 3)::bigint));--> statement-breakpoint
CREATE INDEX "withdrawal_reference" ON "withdrawal" USING btree (lower(btrim("intent"::jsonb ->> 'reference')),"chain_id","state","staged_at");--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON onward_transfer FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON onward_transfer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
