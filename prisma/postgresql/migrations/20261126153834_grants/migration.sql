-- AlterTable
ALTER TABLE "WebSession" ADD COLUMN     "factorShownAt" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "grantId" TEXT,
ADD COLUMN     "reason" TEXT;

-- CreateTable
CREATE TABLE "Grant" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "searchKey" TEXT NOT NULL,
    "everyone" BOOLEAN NOT NULL,
    "allHosts" BOOLEAN NOT NULL,
    "tagExpression" TEXT,
    "logins" TEXT NOT NULL,
    "capabilities" TEXT NOT NULL,
    "validFrom" TIMESTAMP(3),
    "validUntil" TIMESTAMP(3),
    "networks" TEXT NOT NULL,
    "schedule" TEXT,
    "requiresSecondFactor" BOOLEAN NOT NULL,
    "requiresReason" BOOLEAN NOT NULL,
    "disabledAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "createdBy" TEXT NOT NULL,
    "lastUsedAt" TIMESTAMP(3),

    CONSTRAINT "Grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GrantSubject" (
    "id" TEXT NOT NULL,
    "grantId" TEXT NOT NULL,
    "userId" TEXT,
    "groupId" TEXT,

    CONSTRAINT "GrantSubject_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GrantHost" (
    "grantId" TEXT NOT NULL,
    "hostId" TEXT NOT NULL,

    CONSTRAINT "GrantHost_pkey" PRIMARY KEY ("grantId","hostId")
);

-- CreateIndex
CREATE UNIQUE INDEX "Grant_nameKey_key" ON "Grant"("nameKey");

-- CreateIndex
CREATE INDEX "GrantSubject_userId_idx" ON "GrantSubject"("userId");

-- CreateIndex
CREATE INDEX "GrantSubject_groupId_idx" ON "GrantSubject"("groupId");

-- CreateIndex
CREATE UNIQUE INDEX "GrantSubject_grantId_userId_key" ON "GrantSubject"("grantId", "userId");

-- CreateIndex
CREATE UNIQUE INDEX "GrantSubject_grantId_groupId_key" ON "GrantSubject"("grantId", "groupId");

-- CreateIndex
CREATE INDEX "GrantHost_hostId_idx" ON "GrantHost"("hostId");

-- AddForeignKey
ALTER TABLE "GrantSubject" ADD CONSTRAINT "GrantSubject_grantId_fkey" FOREIGN KEY ("grantId") REFERENCES "Grant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GrantSubject" ADD CONSTRAINT "GrantSubject_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GrantSubject" ADD CONSTRAINT "GrantSubject_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "UserGroup"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GrantHost" ADD CONSTRAINT "GrantHost_grantId_fkey" FOREIGN KEY ("grantId") REFERENCES "Grant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GrantHost" ADD CONSTRAINT "GrantHost_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Until now whoever could open sessions could open them on every host. An installation in use goes on so, by a grant that an
-- administrator may narrow; a new one begins with none.
INSERT INTO "Grant" ("id", "name", "nameKey", "description", "searchKey", "everyone", "allHosts", "logins", "capabilities",
  "networks", "requiresSecondFactor", "requiresReason", "createdAt", "updatedAt", "createdBy")
SELECT '6772616e-7473-4000-8000-000000000001', 'Everyone: all hosts', 'everyone: all hosts',
  'What everyone could do before there were grants.', 'everyone: all hosts', true, true, '[]', '["shell"]', '[]', false, false,
  now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC', 'gatehouse'
WHERE EXISTS (SELECT 1 FROM "User" WHERE "role" IN ('operator', 'administrator')) AND EXISTS (SELECT 1 FROM "Host");
