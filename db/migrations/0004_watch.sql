CREATE TABLE "safe_watch" (
	"safe_id" text PRIMARY KEY NOT NULL,
	"block_number" numeric(78,0) NOT NULL,
	"state" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "safe_watch" ADD CONSTRAINT "safe_watch_safe_id_safe_id_fk" FOREIGN KEY ("safe_id") REFERENCES "public"."safe"("id") ON DELETE no action ON UPDATE no action;