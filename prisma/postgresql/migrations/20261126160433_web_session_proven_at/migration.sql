-- AlterTable
ALTER TABLE "WebSession" ADD COLUMN     "provenAt" TIMESTAMP(3);
