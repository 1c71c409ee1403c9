CREATE SEQUENCE "public"."import_number" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1001 CACHE 1;--> statement-breakpoint
CREATE TABLE "imported_signature" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"import_id" text NOT NULL,
	"member_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"owner" text,
	"recovered" text[] NOT NULL,
	"signature_hash" text NOT NULL,
	"sealed_signature" text,
	CONSTRAINT "imported_signature_once" UNIQUE("import_id","signature_hash")
);
--> statement-breakpoint
CREATE TABLE "imported_transaction" (
	"id" text PRIMARY KEY DEFAULT 'I-' || nextval('import_number') NOT NULL,
	"member_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"note" text NOT NULL,
	"chain_id" bigint NOT NULL,
	"safe_address" text NOT NULL,
	"safe_version" text NOT NULL,
	"to_address" text NOT NULL,
	"value" numeric(78,0) NOT NULL,
	"data" text NOT NULL,
	"operation" integer NOT NULL,
	"safe_tx_gas" numeric(78,0) NOT NULL,
	"base_gas" numeric(78,0) NOT NULL,
	"gas_price" numeric(78,0) NOT NULL,
	"gas_token" text NOT NULL,
	"refund_receiver" text NOT NULL,
	"nonce" numeric(78,0) NOT NULL,
	"safe_tx_hash" text NOT NULL,
	"claims" text NOT NULL,
	"verdict" text NOT NULL,
	"rule_set" text NOT NULL,
	CONSTRAINT "imported_transaction_once" UNIQUE("chain_id","safe_address","safe_version","safe_tx_hash","claims")
);
--> statement-breakpoint
ALTER TABLE "imported_signature" ADD CONSTRAINT "imported_signature_import_id_imported_transaction_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."imported_transaction"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imported_signature" ADD CONSTRAINT "imported_signature_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imported_transaction" ADD CONSTRAINT "imported_transaction_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "imported_transaction_place" ON "imported_transaction" USING btree ("chain_id","safe_address","nonce");--> statement-breakpoint
CREATE INDEX "imported_transaction_hash" ON "imported_transaction" USING btree ("safe_tx_hash");
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON imported_transaction FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON imported_transaction FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON imported_signature FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON imported_signature FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
