CREATE TABLE "list_change" (
	"list_id" text NOT NULL,
	"number" integer NOT NULL,
	"max_age_hours" integer NOT NULL,
	"url" text,
	"is_retired" boolean NOT NULL,
	"reason" text NOT NULL,
	"member_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"proof" jsonb NOT NULL,
	"challenge" text NOT NULL,
	CONSTRAINT "list_change_list_id_number_pk" PRIMARY KEY("list_id","number"),
	CONSTRAINT "list_change_challenge_unique" UNIQUE("challenge")
);
--> statement-breakpoint
CREATE TABLE "list_look" (
	"list_id" text NOT NULL,
	"number" integer NOT NULL,
	"change_number" integer,
	"url" text,
	"outcome" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"snapshot_number" integer,
	"at" timestamp (3) with time zone NOT NULL,
	"seal" text,
	CONSTRAINT "list_look_list_id_number_pk" PRIMARY KEY("list_id","number"),
	CONSTRAINT "list_look_outcome" CHECK ("list_look"."outcome" IN ('new', 'unchanged', 'failed', 'refused', 'stale')),
	CONSTRAINT "list_look_asked" CHECK (("list_look"."outcome" = 'stale') = ("list_look"."change_number" IS NULL AND "list_look"."url" IS NULL)),
	CONSTRAINT "list_look_found" CHECK (("list_look"."outcome" IN ('new', 'unchanged')) = ("list_look"."snapshot_number" IS NOT NULL AND "list_look"."seal" IS NOT NULL))
);
--> statement-breakpoint
ALTER TABLE "list_snapshot" ALTER COLUMN "member_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "list_snapshot" ALTER COLUMN "proof" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "list_snapshot" ALTER COLUMN "challenge" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "list_snapshot" ADD COLUMN "addresses" text;--> statement-breakpoint
ALTER TABLE "list_change" ADD CONSTRAINT "list_change_list_id_intelligence_list_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."intelligence_list"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_change" ADD CONSTRAINT "list_change_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_look" ADD CONSTRAINT "list_look_list_id_intelligence_list_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."intelligence_list"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_look" ADD CONSTRAINT "list_look_change_fk" FOREIGN KEY ("list_id","change_number") REFERENCES "public"."list_change"("list_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_look" ADD CONSTRAINT "list_look_snapshot_fk" FOREIGN KEY ("list_id","snapshot_number") REFERENCES "public"."list_snapshot"("list_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_snapshot" ADD CONSTRAINT "list_snapshot_is_confirmed" CHECK (("list_snapshot"."member_id" IS NULL) = ("list_snapshot"."proof" IS NULL) AND ("list_snapshot"."member_id" IS NULL) = ("list_snapshot"."challenge" IS NULL));
--> statement-breakpoint
-- How a list was kept, and what the desk saw when it looked, stays as it was.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['list_change', 'list_look'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
  END LOOP;
END $$;
--> statement-breakpoint
-- What nobody imported can only be what the desk fetches: of a list that an admin bound to a URL, and did not retire.
CREATE FUNCTION list_is_bound() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.member_id IS NULL AND NOT EXISTS (
    SELECT 1 FROM list_change c WHERE c.list_id = NEW.list_id AND c.url IS NOT NULL AND NOT c.is_retired
      AND c.number = (SELECT max(number) FROM list_change WHERE list_id = NEW.list_id)
  ) THEN
    RAISE EXCEPTION 'nobody imported this, and no admin bound its list to a URL' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER list_is_bound BEFORE INSERT ON list_snapshot FOR EACH ROW EXECUTE FUNCTION list_is_bound();
--> statement-breakpoint
-- A delivery goes one way: more tries, then sent or dead. What was given up may begin anew, under the same id.
CREATE OR REPLACE FUNCTION delivery_goes_on() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.seq, NEW.channel) <> (OLD.id, OLD.seq, OLD.channel) OR NEW.member_id IS DISTINCT FROM OLD.member_id
    OR NOT (
      (OLD.state = 'waiting' AND NEW.attempts >= OLD.attempts)
      OR (OLD.state = 'dead' AND NEW.state = 'waiting' AND NEW.attempts = 0)
    ) THEN
    RAISE EXCEPTION 'a delivery goes on, and ends once' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
-- What nobody has written yet cannot have been told: else one write could keep every later alarm quiet.
CREATE OR REPLACE FUNCTION cursor_grows() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.seq <= OLD.seq OR NEW.seq > (SELECT max(seq) FROM audit_leaf) THEN
    RAISE EXCEPTION 'what was told of is not told of again, and nothing is told before it happens' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
