CREATE TABLE "intelligence_list" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"source" text NOT NULL,
	"format" text NOT NULL,
	"max_age_hours" integer NOT NULL,
	"member_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "list_snapshot" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"list_id" text NOT NULL,
	"number" integer NOT NULL,
	"sha256" text NOT NULL,
	"entries" integer NOT NULL,
	"skipped" integer NOT NULL,
	"added" integer NOT NULL,
	"removed" integer NOT NULL,
	"member_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"proof" jsonb NOT NULL,
	"challenge" text NOT NULL,
	CONSTRAINT "list_snapshot_challenge_unique" UNIQUE("challenge"),
	CONSTRAINT "list_snapshot_number" UNIQUE("list_id","number")
);
--> statement-breakpoint
CREATE TABLE "listed_address" (
	"list_id" text NOT NULL,
	"number" integer NOT NULL,
	"address" text NOT NULL,
	"label" text NOT NULL,
	"is_listed" boolean NOT NULL,
	"snapshot_id" uuid NOT NULL,
	CONSTRAINT "listed_address_list_id_address_number_pk" PRIMARY KEY("list_id","address","number")
);
--> statement-breakpoint
ALTER TABLE "intelligence_list" ADD CONSTRAINT "intelligence_list_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_snapshot" ADD CONSTRAINT "list_snapshot_list_id_intelligence_list_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."intelligence_list"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_snapshot" ADD CONSTRAINT "list_snapshot_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "listed_address" ADD CONSTRAINT "listed_address_snapshot_id_list_snapshot_id_fk" FOREIGN KEY ("snapshot_id") REFERENCES "public"."list_snapshot"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "listed_address_of" ON "listed_address" USING btree ("address");
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON intelligence_list FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON intelligence_list FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON list_snapshot FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON list_snapshot FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON listed_address FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON listed_address FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
