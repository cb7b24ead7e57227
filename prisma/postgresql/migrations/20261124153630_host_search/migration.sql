-- AlterTable
ALTER TABLE "Host" ADD COLUMN     "searchKey" TEXT NOT NULL DEFAULT '';
