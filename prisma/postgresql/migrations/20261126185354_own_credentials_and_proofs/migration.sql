-- AlterTable
ALTER TABLE "Grant" ADD COLUMN     "credentials" TEXT,
ADD COLUMN     "proofMinutes" INTEGER;

-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "credentialKind" TEXT,
ADD COLUMN     "credentialName" TEXT,
ADD COLUMN     "provenAt" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "OwnCredential" (
    "id" TEXT NOT NULL,
    "ownerId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "publicKey" TEXT,
    "keyType" TEXT,
    "fingerprint" TEXT,
    "sealed" BYTEA NOT NULL,
    "wrappedKey" BYTEA NOT NULL,
    "masterKeyId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "lastUsedAt" TIMESTAMP(3),

    CONSTRAINT "OwnCredential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OwnCredentialUse" (
    "userId" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "credentialId" TEXT NOT NULL,

    CONSTRAINT "OwnCredentialUse_pkey" PRIMARY KEY ("userId","accountId")
);

-- CreateIndex
CREATE INDEX "OwnCredential_masterKeyId_idx" ON "OwnCredential"("masterKeyId");

-- CreateIndex
CREATE UNIQUE INDEX "OwnCredential_ownerId_nameKey_key" ON "OwnCredential"("ownerId", "nameKey");

-- CreateIndex
CREATE INDEX "OwnCredentialUse_accountId_idx" ON "OwnCredentialUse"("accountId");

-- CreateIndex
CREATE INDEX "OwnCredentialUse_credentialId_idx" ON "OwnCredentialUse"("credentialId");

-- AddForeignKey
ALTER TABLE "OwnCredential" ADD CONSTRAINT "OwnCredential_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OwnCredentialUse" ADD CONSTRAINT "OwnCredentialUse_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OwnCredentialUse" ADD CONSTRAINT "OwnCredentialUse_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OwnCredentialUse" ADD CONSTRAINT "OwnCredentialUse_credentialId_fkey" FOREIGN KEY ("credentialId") REFERENCES "OwnCredential"("id") ON DELETE CASCADE ON UPDATE CASCADE;
