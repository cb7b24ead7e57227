-- CreateTable
CREATE TABLE "AccessRequest" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    "userName" TEXT NOT NULL,
    "hostId" TEXT,
    "hostName" TEXT NOT NULL,
    "login" TEXT NOT NULL,
    "grantId" TEXT,
    "approverGroupId" TEXT,
    "reason" TEXT NOT NULL,
    "ticket" TEXT,
    "wantedMs" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "emergency" BOOLEAN NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "expiresAt" DATETIME NOT NULL,
    "decidedAt" DATETIME,
    "givenId" TEXT,
    "validUntil" DATETIME,
    "endedBy" TEXT,
    "endComment" TEXT,
    "reviewState" TEXT NOT NULL,
    "reviewerId" TEXT,
    "reviewerName" TEXT,
    "reviewedAt" DATETIME,
    "reviewComment" TEXT,
    "searchKey" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "RequestDecision" (
    "requestId" TEXT NOT NULL,
    "approverId" TEXT NOT NULL,
    "approverName" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "comment" TEXT NOT NULL,
    "shortenedToMs" INTEGER,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("requestId", "approverId"),
    CONSTRAINT "RequestDecision_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "AccessRequest" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- AlterTable
ALTER TABLE "Grant" ADD COLUMN "approvals" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "Grant" ADD COLUMN "approverGroupId" TEXT;
ALTER TABLE "Grant" ADD COLUMN "breakGlass" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Grant" ADD COLUMN "requestId" TEXT;
ALTER TABLE "Grant" ADD COLUMN "basisId" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "Grant_requestId_key" ON "Grant"("requestId");

-- CreateIndex
CREATE INDEX "AccessRequest_userId_createdAt_idx" ON "AccessRequest"("userId", "createdAt");

-- CreateIndex
CREATE INDEX "AccessRequest_state_createdAt_idx" ON "AccessRequest"("state", "createdAt");

-- CreateIndex
CREATE INDEX "AccessRequest_reviewState_createdAt_idx" ON "AccessRequest"("reviewState", "createdAt");

-- CreateIndex
CREATE INDEX "Session_grantId_idx" ON "Session"("grantId");
