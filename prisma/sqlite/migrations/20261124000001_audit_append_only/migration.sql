-- The audit log only grows: what was written can be neither changed nor removed.
CREATE TRIGGER "AuditEvent_no_update" BEFORE UPDATE ON "AuditEvent"
BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER "AuditEvent_no_delete" BEFORE DELETE ON "AuditEvent"
BEGIN
  SELECT RAISE(ABORT, 'the audit log is append-only');
END;

-- The chain begins with sixty-four zeros.
INSERT INTO "AuditHead" ("id", "seq", "hash")
VALUES ('head', 0, '0000000000000000000000000000000000000000000000000000000000000000');
