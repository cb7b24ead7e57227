-- By hand: redefining the table, as SQLite's generated SQL does, would drop its append-only triggers.
ALTER TABLE "AuditEvent" ADD COLUMN "searchKey" TEXT NOT NULL DEFAULT '';
ALTER TABLE "Session" ADD COLUMN "searchKey" TEXT NOT NULL DEFAULT '';
