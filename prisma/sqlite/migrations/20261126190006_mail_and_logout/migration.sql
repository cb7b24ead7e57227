-- AlterTable
ALTER TABLE "User" ADD COLUMN "email" TEXT;
ALTER TABLE "User" ADD COLUMN "locale" TEXT;
ALTER TABLE "User" ADD COLUMN "mailOff" TEXT;

-- AlterTable
ALTER TABLE "WebSession" ADD COLUMN "providerSid" TEXT;

-- CreateTable
CREATE TABLE "OutgoingMail" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "eventSeq" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "wantedAt" DATETIME NOT NULL,
    "dueAt" DATETIME NOT NULL,
    "attempts" INTEGER NOT NULL,
    "sentAt" DATETIME,
    CONSTRAINT "OutgoingMail_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "UsedLogoutToken" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "expiresAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "OutgoingMail_sentAt_dueAt_idx" ON "OutgoingMail"("sentAt", "dueAt");

-- CreateIndex
CREATE INDEX "OutgoingMail_address_sentAt_idx" ON "OutgoingMail"("address", "sentAt");

-- CreateIndex
CREATE INDEX "OutgoingMail_userId_idx" ON "OutgoingMail"("userId");

-- CreateIndex
CREATE INDEX "UsedLogoutToken_expiresAt_idx" ON "UsedLogoutToken"("expiresAt");
