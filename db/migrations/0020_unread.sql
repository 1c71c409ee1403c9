CREATE TABLE "notice_unread" (
	"member_id" text NOT NULL,
	"notice_id" bigint NOT NULL,
	CONSTRAINT "notice_unread_member_id_notice_id_pk" PRIMARY KEY("member_id","notice_id")
);
--> statement-breakpoint
ALTER TABLE "notice_unread" ADD CONSTRAINT "notice_unread_notice_id_notice_id_fk" FOREIGN KEY ("notice_id") REFERENCES "public"."notice"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- What is unread is its own short table: counted on every page, whatever was told before.
CREATE FUNCTION is_unread() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'notice' THEN
    INSERT INTO notice_unread VALUES (NEW.member_id, NEW.id);
  ELSE
    DELETE FROM notice_unread USING notice
    WHERE notice.id = NEW.notice_id AND notice_unread.member_id = notice.member_id AND notice_unread.notice_id = notice.id;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER is_unread AFTER INSERT ON notice FOR EACH ROW EXECUTE FUNCTION is_unread();
--> statement-breakpoint
CREATE TRIGGER is_unread AFTER INSERT ON notice_read FOR EACH ROW EXECUTE FUNCTION is_unread();
--> statement-breakpoint
INSERT INTO notice_unread SELECT member_id, id FROM notice WHERE NOT EXISTS (SELECT 1 FROM notice_read WHERE notice_id = notice.id);
