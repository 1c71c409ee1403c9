CREATE TABLE "job_outcome" (
	"task" text NOT NULL,
	"outcome" text NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "job_outcome_task_outcome_pk" PRIMARY KEY("task","outcome"),
	CONSTRAINT "job_outcome_is" CHECK ("job_outcome"."outcome" IN ('done', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "notice" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"member_id" text NOT NULL,
	"kind" text NOT NULL,
	"about" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "notice_once" UNIQUE("seq","member_id")
);
--> statement-breakpoint
CREATE TABLE "notice_cursor" (
	"id" integer PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	CONSTRAINT "notice_cursor_one" CHECK ("notice_cursor"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "notice_delivery" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"seq" bigint NOT NULL,
	"member_id" text,
	"channel" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp (3) with time zone NOT NULL,
	"fault" text DEFAULT '' NOT NULL,
	"done_at" timestamp (3) with time zone,
	CONSTRAINT "notice_delivery_once" UNIQUE NULLS NOT DISTINCT("seq","member_id","channel"),
	CONSTRAINT "notice_delivery_state" CHECK ("notice_delivery"."state" IN ('waiting', 'sent', 'dead')),
	CONSTRAINT "notice_delivery_done" CHECK (("notice_delivery"."state" = 'waiting') = ("notice_delivery"."done_at" IS NULL)),
	CONSTRAINT "notice_delivery_to" CHECK (("notice_delivery"."channel" = 'mail' AND "notice_delivery"."member_id" IS NOT NULL) OR ("notice_delivery"."channel" = 'webhook' AND "notice_delivery"."member_id" IS NULL))
);
--> statement-breakpoint
CREATE TABLE "notice_read" (
	"notice_id" bigint PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notify_address" (
	"member_id" text PRIMARY KEY NOT NULL,
	"address" text,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "notice" ADD CONSTRAINT "notice_seq_audit_leaf_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."audit_leaf"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice" ADD CONSTRAINT "notice_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_delivery" ADD CONSTRAINT "notice_delivery_seq_audit_leaf_seq_fk" FOREIGN KEY ("seq") REFERENCES "public"."audit_leaf"("seq") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_delivery" ADD CONSTRAINT "notice_delivery_seq_member_id_notice_seq_member_id_fk" FOREIGN KEY ("seq","member_id") REFERENCES "public"."notice"("seq","member_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notice_read" ADD CONSTRAINT "notice_read_notice_id_notice_id_fk" FOREIGN KEY ("notice_id") REFERENCES "public"."notice"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notify_address" ADD CONSTRAINT "notify_address_member_id_member_id_fk" FOREIGN KEY ("member_id") REFERENCES "public"."member"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notice_of" ON "notice" USING btree ("member_id","id");--> statement-breakpoint
CREATE INDEX "notice_delivery_due" ON "notice_delivery" USING btree ("next_at") WHERE "notice_delivery"."state" = 'waiting';
--> statement-breakpoint
-- What somebody was told, and that they read it, stays as it was.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['notice', 'notice_read'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['notice_cursor', 'notice_delivery'] LOOP
    EXECUTE format('CREATE TRIGGER never_deleted BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_delete()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete()', name);
  END LOOP;
END $$;
--> statement-breakpoint
CREATE FUNCTION cursor_grows() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NEW.seq <= OLD.seq THEN
    RAISE EXCEPTION 'what was told of is not told of again' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER cursor_grows BEFORE UPDATE ON notice_cursor FOR EACH ROW EXECUTE FUNCTION cursor_grows();
--> statement-breakpoint
-- A delivery goes one way: more tries, then sent or dead, and nothing afterwards.
CREATE FUNCTION delivery_goes_on() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF OLD.state <> 'waiting' OR NEW.attempts < OLD.attempts
    OR (NEW.id, NEW.seq, NEW.channel) <> (OLD.id, OLD.seq, OLD.channel) OR NEW.member_id IS DISTINCT FROM OLD.member_id THEN
    RAISE EXCEPTION 'a delivery goes on, and ends once' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER delivery_goes_on BEFORE UPDATE ON notice_delivery FOR EACH ROW EXECUTE FUNCTION delivery_goes_on();
--> statement-breakpoint
-- Open inboxes hear that there is something new, and not for whom.
CREATE FUNCTION tell_notices() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM told) THEN
    RETURN NULL;
  END IF;
  PERFORM pg_notify('countersign_changes', json_build_object(
    'action', 'notice', 'type', 'notice', 'id', '', 'withdrawal', null, 'safe', null, 'by', null,
    'xid', pg_current_xact_id()::text
  )::text);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER tell_notices AFTER INSERT ON notice REFERENCING NEW TABLE AS told FOR EACH STATEMENT EXECUTE FUNCTION tell_notices();
--> statement-breakpoint
-- A desk that was there before tells nothing of its past. A new one begins with its first event.
INSERT INTO notice_cursor (id, seq) SELECT 1, max(seq) FROM audit_leaf HAVING max(seq) IS NOT NULL;
