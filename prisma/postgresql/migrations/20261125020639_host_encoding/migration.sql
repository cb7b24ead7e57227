-- AlterTable
ALTER TABLE "Host" ADD COLUMN     "encoding" TEXT NOT NULL DEFAULT 'utf-8';
