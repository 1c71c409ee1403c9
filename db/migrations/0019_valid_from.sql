ALTER TABLE "list_snapshot" ADD COLUMN "expired" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "listed_address" ADD COLUMN "valid_from" timestamp (3) with time zone;