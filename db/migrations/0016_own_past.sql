CREATE INDEX "withdrawal_leg_newest_of_asset" ON "withdrawal_leg" USING btree ("asset_key",(substring("withdrawal_id" from 3)::bigint));--> statement-breakpoint
CREATE INDEX "withdrawal_leg_newest_of_pair" ON "withdrawal_leg" USING btree ("recipient_key","asset_key",(substring("withdrawal_id" from 3)::bigint));--> statement-breakpoint
CREATE INDEX "withdrawal_recipient_first" ON "withdrawal_recipient" USING btree ("chain_id",substr("address", 3, 4));--> statement-breakpoint
CREATE INDEX "withdrawal_recipient_last" ON "withdrawal_recipient" USING btree ("chain_id",right("address", 4));--> statement-breakpoint
CREATE INDEX "withdrawal_at_nonce" ON "withdrawal" USING btree ("safe_id","nonce");