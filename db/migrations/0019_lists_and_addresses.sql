ALTER TABLE "list_snapshot" ADD COLUMN "expired" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "listed_address" ADD COLUMN "valid_from" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "onward_transfer_by" ON "onward_transfer" USING btree ("recipient","at");--> statement-breakpoint
CREATE INDEX "onward_transfer_to" ON "onward_transfer" USING btree ("other","at");--> statement-breakpoint
CREATE INDEX "withdrawal_changes" ON "withdrawal" USING btree ("staged_at",(substring("id" from 3)::bigint)) WHERE "withdrawal"."class" = 'configuration';