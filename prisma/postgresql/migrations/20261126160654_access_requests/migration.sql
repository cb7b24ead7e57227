-- AlterTable
ALTER TABLE "Grant" ADD COLUMN     "approvals" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "approverGroupId" TEXT,
ADD COLUMN     "basisId" TEXT,
ADD COLUMN     "breakGlass" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "requestId" TEXT;

-- CreateTable
CREATE TABLE "AccessRequest" (
    "id" TEXT NOT NULL,
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
    "createdAt" TIMESTAMP(3) NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "decidedAt" TIMESTAMP(3),
    "givenId" TEXT,
    "validUntil" TIMESTAMP(3),
    "endedBy" TEXT,
    "endComment" TEXT,
    "reviewState" TEXT NOT NULL,
    "reviewerId" TEXT,
    "reviewerName" TEXT,
    "reviewedAt" TIMESTAMP(3),
    "reviewComment" TEXT,
    "searchKey" TEXT NOT NULL,

    CONSTRAINT "AccessRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RequestDecision" (
    "requestId" TEXT NOT NULL,
    "approverId" TEXT NOT NULL,
    "approverName" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "comment" TEXT NOT NULL,
    "shortenedToMs" INTEGER,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "RequestDecision_pkey" PRIMARY KEY ("requestId","approverId")
);

-- CreateIndex
CREATE INDEX "AccessRequest_userId_createdAt_idx" ON "AccessRequest"("userId", "createdAt");

-- CreateIndex
CREATE INDEX "AccessRequest_state_createdAt_idx" ON "AccessRequest"("state", "createdAt");

-- CreateIndex
CREATE INDEX "AccessRequest_reviewState_createdAt_idx" ON "AccessRequest"("reviewState", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Grant_requestId_key" ON "Grant"("requestId");

-- CreateIndex
CREATE INDEX "Session_grantId_idx" ON "Session"("grantId");

-- AddForeignKey
ALTER TABLE "RequestDecision" ADD CONSTRAINT "RequestDecision_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "AccessRequest"("id") ON DELETE CASCADE ON UPDATE CASCADE;
