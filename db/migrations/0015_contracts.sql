CREATE TABLE "contract" (
	"chain_id" integer NOT NULL,
	"address" text NOT NULL,
	"version" integer NOT NULL,
	"name" text NOT NULL,
	"functions" text[] NOT NULL,
	"code_hash" text NOT NULL,
	"implementation" text,
	"implementation_code_hash" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "contract_chain_id_address_version_pk" PRIMARY KEY("chain_id","address","version"),
	CONSTRAINT "contract_implementation" CHECK (("contract"."implementation" IS NULL) = ("contract"."implementation_code_hash" IS NULL))
);
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON contract FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON contract FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- Windows of a policy count by when something was executed: a time belongs to its move and is never written again.
CREATE FUNCTION state_keeps_time() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF (NEW.state = OLD.state AND NEW.state_since <> OLD.state_since) OR NEW.state_since < OLD.state_since THEN
    RAISE EXCEPTION 'a state keeps the time of its move' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER state_keeps_time BEFORE UPDATE ON withdrawal FOR EACH ROW EXECUTE FUNCTION state_keeps_time();
