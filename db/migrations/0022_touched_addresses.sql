CREATE TABLE "withdrawal_touched" (
	"withdrawal_id" text NOT NULL,
	"address" text NOT NULL,
	"is_stated" boolean NOT NULL,
	CONSTRAINT "withdrawal_touched_withdrawal_id_address_pk" PRIMARY KEY("withdrawal_id","address")
);
--> statement-breakpoint
ALTER TABLE "withdrawal_touched" ADD CONSTRAINT "withdrawal_touched_withdrawal_id_withdrawal_id_fk" FOREIGN KEY ("withdrawal_id") REFERENCES "public"."withdrawal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "withdrawal_touched_address" ON "withdrawal_touched" USING btree ("address","withdrawal_id");--> statement-breakpoint
CREATE INDEX "withdrawal_touched_unstated" ON "withdrawal_touched" USING btree ((CASE WHEN "is_stated" THEN NULL ELSE "address" END),"withdrawal_id");
--> statement-breakpoint
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON withdrawal_touched FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON withdrawal_touched FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- What was reviewed before, from the evidence: every text in it that is an address, but the Safe's own settings and what
-- people wrote. Read as text, so that no letters that a contract chose can stop it.
INSERT INTO withdrawal_touched (withdrawal_id, address, is_stated)
SELECT id, address, EXISTS (
    SELECT 1 FROM withdrawal_leg WHERE withdrawal_id = id AND chain_id || ':' || address IN (lower(recipient_key), lower(asset_key))
  ) OR class = 'configuration' AND coalesce(address IN (
    lower(intent::json -> 'change' ->> 'owner'), lower(intent::json -> 'change' ->> 'oldOwner'), lower(intent::json -> 'change' ->> 'newOwner')
  ), false)
FROM (
  SELECT DISTINCT withdrawal_id, lower(found[1]) AS address FROM review,
    regexp_matches(
      regexp_replace(evidence, '"safeState":\{[^}]*\}', ''),
      '(?<!"(?:purpose|reference|name|symbol|targetName)":)"(?:[A-Za-z]+\[)?(0x[0-9a-fA-F]{40})["\]]', 'g'
    ) AS found
) AS named JOIN withdrawal ON id = withdrawal_id
WHERE address <> lower(safe_address) AND address !~ '^0x0{36}';
