CREATE SEQUENCE "public"."withdrawal_number" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1001 CACHE 1;--> statement-breakpoint
CREATE TABLE "audit_checkpoint" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"size" bigint NOT NULL,
	"root" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"note" text NOT NULL,
	CONSTRAINT "audit_checkpoint_size_unique" UNIQUE("size")
);
--> statement-breakpoint
CREATE TABLE "audit_event" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"object_type" text NOT NULL,
	"object_id" text NOT NULL,
	"object_version" integer NOT NULL,
	"content_hash" text NOT NULL,
	"outcome" text NOT NULL,
	"reason" text NOT NULL,
	"personal_hash" text,
	CONSTRAINT "audit_event_at" CHECK ("audit_event"."at" >= '1970-01-01T00:00:00Z' AND "audit_event"."at" < '9999-01-01T00:00:00Z'),
	CONSTRAINT "audit_event_actor" CHECK ("audit_event"."actor_kind" IN ('member', 'system', 'anonymous', 'bootstrap')),
	CONSTRAINT "audit_event_action" CHECK ("audit_event"."action" <> ''),
	CONSTRAINT "audit_event_object" CHECK ("audit_event"."object_type" <> '' AND "audit_event"."object_version" >= 0),
	CONSTRAINT "audit_event_content" CHECK ("audit_event"."content_hash" ~ '^0x[0-9a-f]{64}$'),
	CONSTRAINT "audit_event_outcome" CHECK ("audit_event"."outcome" IN ('done', 'refused')),
	CONSTRAINT "audit_event_personal" CHECK ("audit_event"."personal_hash" ~ '^0x[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "audit_leaf" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"event_id" bigint NOT NULL,
	"json" text NOT NULL,
	"hash" text NOT NULL,
	"object_type" text NOT NULL,
	"object_id" text NOT NULL,
	CONSTRAINT "audit_leaf_event_id_unique" UNIQUE("event_id")
);
--> statement-breakpoint
CREATE TABLE "audit_pending" (
	"event_id" bigint PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_personal" (
	"event_id" bigint PRIMARY KEY NOT NULL,
	"salt" text NOT NULL,
	"body" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"log_origin" text NOT NULL,
	"log_public_key" text NOT NULL,
	"factor_cooling_seconds" integer NOT NULL,
	"policy_cooling_seconds" integer NOT NULL,
	"book_cooling_seconds" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "member" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"roles" text[] NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "passkey" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"member_id" text NOT NULL,
	"credential_id" text NOT NULL,
	"public_key" text NOT NULL,
	"aaguid" text NOT NULL,
	"rp_id" text NOT NULL,
	"counter" integer NOT NULL,
	"is_demo" boolean DEFAULT false NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"usable_from" timestamp (3) with time zone NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp (3) with time zone,
	CONSTRAINT "passkey_credential_id_unique" UNIQUE("credential_id")
);
--> statement-breakpoint
CREATE TABLE "wallet" (
	"address" text PRIMARY KEY NOT NULL,
	"member_id" text NOT NULL,
	"proof_message" text NOT NULL,
	"proof_signature" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "asset" (
	"chain_id" integer NOT NULL,
	"address" text NOT NULL,
	"symbol" text NOT NULL,
	"decimals" integer NOT NULL,
	"code_hash" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "asset_chain_id_address_pk" PRIMARY KEY("chain_id","address")
);
--> statement-breakpoint
CREATE TABLE "book_entry" (
	"id" text PRIMARY KEY NOT NULL,
	"chain_id" integer NOT NULL,
	"address" text NOT NULL,
	"name" text NOT NULL,
	"class" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"status" text NOT NULL,
	"active_from" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "book_entry_name_unique" UNIQUE("name"),
	CONSTRAINT "book_entry_chain_id_address_unique" UNIQUE("chain_id","address")
);
--> statement-breakpoint
CREATE TABLE "policy" (
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"safe_id" text NOT NULL,
	"body" text NOT NULL,
	"is_active" boolean NOT NULL,
	"active_from" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "policy_id_version_pk" PRIMARY KEY("id","version")
);
--> statement-breakpoint
CREATE TABLE "safe" (
	"id" text PRIMARY KEY NOT NULL,
	"chain_id" integer NOT NULL,
	"address" text NOT NULL,
	"name" text NOT NULL,
	"safe_version" text NOT NULL,
	"is_enforced" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "safe_chain_id_address_unique" UNIQUE("chain_id","address")
);
--> statement-breakpoint
CREATE TABLE "challenge" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"member_id" text NOT NULL,
	"session_hash" text NOT NULL,
	"action" text NOT NULL,
	"digest" text NOT NULL,
	"preimage" text NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"consumed_at" timestamp (3) with time zone,
	CONSTRAINT "challenge_digest_unique" UNIQUE("digest")
);
--> statement-breakpoint
CREATE TABLE "rate_limit" (
	"key" text PRIMARY KEY NOT NULL,
	"window_started_at" timestamp (3) with time zone NOT NULL,
	"hits" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id_hash" text PRIMARY KEY NOT NULL,
	"member_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"idle_seconds" integer NOT NULL,
	"user_agent" text NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sign_in_nonce" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"address" text NOT NULL,
	"message" text NOT NULL,
	"message_hash" text NOT NULL,
	"browser_hash" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"consumed_at" timestamp (3) with time zone,
	CONSTRAINT "sign_in_nonce_message_hash_unique" UNIQUE("message_hash")
);
--> statement-breakpoint
CREATE TABLE "approval" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"withdrawal_id" text NOT NULL,
	"member_id" text NOT NULL,
	"owner" text NOT NULL,
	"evidence_digest" text NOT NULL,
	"subject" jsonb NOT NULL,
	"proof" jsonb NOT NULL,
	"challenge" text NOT NULL,
	"sealed_signature" text NOT NULL,
	"is_stale" boolean DEFAULT false NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "approval_challenge_unique" UNIQUE("challenge")
);
--> statement-breakpoint
CREATE TABLE "legal_transition" (
	"from_state" text NOT NULL,
	"to_state" text NOT NULL,
	CONSTRAINT "legal_transition_from_state_to_state_pk" PRIMARY KEY("from_state","to_state")
);
--> statement-breakpoint
CREATE TABLE "rejection" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"withdrawal_id" text NOT NULL,
	"member_id" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "rejection_withdrawal_id_member_id_unique" UNIQUE("withdrawal_id","member_id")
);
--> statement-breakpoint
CREATE TABLE "review" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"withdrawal_id" text NOT NULL,
	"occasion" text NOT NULL,
	"digest" text NOT NULL,
	"evidence" text NOT NULL,
	"shown" text NOT NULL,
	"verdict" text NOT NULL,
	"rule_set" text NOT NULL,
	"block_number" numeric(78,0),
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "signature_request" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"withdrawal_id" text NOT NULL,
	"member_id" text NOT NULL,
	"owner" text NOT NULL,
	"review_id" uuid NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "submission" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"withdrawal_id" text NOT NULL,
	"attempt" integer NOT NULL,
	"executor_id" text NOT NULL,
	"executor_address" text NOT NULL,
	"evidence_digest" text NOT NULL,
	"proof" jsonb NOT NULL,
	"challenge" text NOT NULL,
	"handed_over_at" timestamp (3) with time zone NOT NULL,
	"is_open" boolean DEFAULT true NOT NULL,
	"state" text NOT NULL,
	"reported_tx_hash" text,
	"mined_tx_hash" text,
	"block_number" numeric(78,0),
	"block_hash" text,
	"observed_at" timestamp (3) with time zone,
	CONSTRAINT "submission_challenge_unique" UNIQUE("challenge"),
	CONSTRAINT "submission_withdrawal_id_attempt_unique" UNIQUE("withdrawal_id","attempt")
);
--> statement-breakpoint
CREATE TABLE "withdrawal" (
	"id" text PRIMARY KEY DEFAULT 'W-' || nextval('withdrawal_number') NOT NULL,
	"class" text NOT NULL,
	"safe_id" text NOT NULL,
	"chain_id" integer NOT NULL,
	"safe_address" text NOT NULL,
	"safe_version" text NOT NULL,
	"initiator_id" text NOT NULL,
	"intent" text NOT NULL,
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
	"policy_id" text NOT NULL,
	"policy_version" integer NOT NULL,
	"stage_proof" jsonb,
	"stage_challenge" text NOT NULL,
	"staged_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"state_since" timestamp (3) with time zone NOT NULL,
	"state_reason" text DEFAULT '' NOT NULL,
	"signature_requested_at" timestamp (3) with time zone,
	"ready_from" timestamp (3) with time zone,
	"is_nonce_held" boolean DEFAULT true NOT NULL,
	CONSTRAINT "withdrawal_stage_challenge_unique" UNIQUE("stage_challenge"),
	CONSTRAINT "withdrawal_transfer_is_confirmed" CHECK ("withdrawal"."class" <> 'transfer' OR "withdrawal"."stage_proof" IS NOT NULL)
);
--> statement-breakpoint
ALTER TABLE "audit_leaf" ADD CONSTRAINT "audit_leaf_event_id_audit_event_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."audit_event"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_pending" ADD CONSTRAINT "audit_pending_event_id_audit_event_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."audit_event"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "audit_personal" ADD CONSTRAINT "audit_personal_event_id_audit_event_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."audit_event"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wallet" ADD CONSTRAINT "wallet_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy" ADD CONSTRAINT "policy_safe_id_safe_id_fk" FOREIGN KEY ("safe_id") REFERENCES "public"."safe"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "challenge" ADD CONSTRAINT "challenge_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval" ADD CONSTRAINT "approval_withdrawal_id_withdrawal_id_fk" FOREIGN KEY ("withdrawal_id") REFERENCES "public"."withdrawal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval" ADD CONSTRAINT "approval_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rejection" ADD CONSTRAINT "rejection_withdrawal_id_withdrawal_id_fk" FOREIGN KEY ("withdrawal_id") REFERENCES "public"."withdrawal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rejection" ADD CONSTRAINT "rejection_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review" ADD CONSTRAINT "review_withdrawal_id_withdrawal_id_fk" FOREIGN KEY ("withdrawal_id") REFERENCES "public"."withdrawal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signature_request" ADD CONSTRAINT "signature_request_withdrawal_id_withdrawal_id_fk" FOREIGN KEY ("withdrawal_id") REFERENCES "public"."withdrawal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signature_request" ADD CONSTRAINT "signature_request_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signature_request" ADD CONSTRAINT "signature_request_review_id_review_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."review"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission" ADD CONSTRAINT "submission_withdrawal_id_withdrawal_id_fk" FOREIGN KEY ("withdrawal_id") REFERENCES "public"."withdrawal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission" ADD CONSTRAINT "submission_executor_id_member_id_fk" FOREIGN KEY ("executor_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawal" ADD CONSTRAINT "withdrawal_safe_id_safe_id_fk" FOREIGN KEY ("safe_id") REFERENCES "public"."safe"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawal" ADD CONSTRAINT "withdrawal_initiator_id_member_id_fk" FOREIGN KEY ("initiator_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_leaf_object" ON "audit_leaf" USING btree ("object_type","object_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "approval_one_per_member" ON "approval" USING btree ("withdrawal_id","member_id") WHERE not "approval"."is_stale";--> statement-breakpoint
CREATE UNIQUE INDEX "approval_one_per_owner" ON "approval" USING btree ("withdrawal_id","owner") WHERE not "approval"."is_stale";--> statement-breakpoint
CREATE INDEX "review_of" ON "review" USING btree ("withdrawal_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "submission_one_open" ON "submission" USING btree ("withdrawal_id") WHERE "submission"."is_open";--> statement-breakpoint
CREATE UNIQUE INDEX "withdrawal_nonce_held" ON "withdrawal" USING btree ("safe_id","nonce") WHERE "withdrawal"."is_nonce_held";--> statement-breakpoint
CREATE UNIQUE INDEX "withdrawal_safe_tx_hash_unique" ON "withdrawal" USING btree ("safe_tx_hash") WHERE "withdrawal"."is_nonce_held";--> statement-breakpoint
CREATE INDEX "withdrawal_state" ON "withdrawal" USING btree ("state","state_since");