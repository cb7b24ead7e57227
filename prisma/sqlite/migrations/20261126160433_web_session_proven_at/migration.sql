-- AlterTable
ALTER TABLE "WebSession" ADD COLUMN "provenAt" DATETIME;
