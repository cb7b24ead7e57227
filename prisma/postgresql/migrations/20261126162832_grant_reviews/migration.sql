-- AlterTable
ALTER TABLE "Grant" ADD COLUMN     "reviewedAt" TIMESTAMP(3);

-- CreateTable
CREATE TABLE "GrantReview" (
    "id" TEXT NOT NULL,
    "grantId" TEXT NOT NULL,
    "grantName" TEXT NOT NULL,
    "answer" TEXT NOT NULL,
    "comment" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "by" TEXT NOT NULL,

    CONSTRAINT "GrantReview_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "GrantReview_grantId_at_idx" ON "GrantReview"("grantId", "at");
