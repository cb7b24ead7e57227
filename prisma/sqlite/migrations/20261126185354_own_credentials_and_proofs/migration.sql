-- AlterTable
ALTER TABLE "Grant" ADD COLUMN "credentials" TEXT;
ALTER TABLE "Grant" ADD COLUMN "proofMinutes" INTEGER;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN "credentialKind" TEXT;
ALTER TABLE "Session" ADD COLUMN "credentialName" TEXT;
ALTER TABLE "Session" ADD COLUMN "provenAt" DATETIME;

-- CreateTable
CREATE TABLE "OwnCredential" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "ownerId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "publicKey" TEXT,
    "keyType" TEXT,
    "fingerprint" TEXT,
    "sealed" BLOB NOT NULL,
    "wrappedKey" BLOB NOT NULL,
    "masterKeyId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "lastUsedAt" DATETIME,
    CONSTRAINT "OwnCredential_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "OwnCredentialUse" (
    "userId" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "credentialId" TEXT NOT NULL,

    PRIMARY KEY ("userId", "accountId"),
    CONSTRAINT "OwnCredentialUse_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "OwnCredentialUse_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "OwnCredentialUse_credentialId_fkey" FOREIGN KEY ("credentialId") REFERENCES "OwnCredential" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "OwnCredential_masterKeyId_idx" ON "OwnCredential"("masterKeyId");

-- CreateIndex
CREATE UNIQUE INDEX "OwnCredential_ownerId_nameKey_key" ON "OwnCredential"("ownerId", "nameKey");

-- CreateIndex
CREATE INDEX "OwnCredentialUse_accountId_idx" ON "OwnCredentialUse"("accountId");

-- CreateIndex
CREATE INDEX "OwnCredentialUse_credentialId_idx" ON "OwnCredentialUse"("credentialId");
