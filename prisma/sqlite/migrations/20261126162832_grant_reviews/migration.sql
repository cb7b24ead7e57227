-- AlterTable
ALTER TABLE "Grant" ADD COLUMN "reviewedAt" DATETIME;

-- CreateTable
CREATE TABLE "GrantReview" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "grantId" TEXT NOT NULL,
    "grantName" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "comment" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "by" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "GrantReview_grantId_at_idx" ON "GrantReview"("grantId", "at");
