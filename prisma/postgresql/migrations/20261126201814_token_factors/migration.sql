-- AlterTable
ALTER TABLE "ApiToken" ADD COLUMN     "factorByProvider" BOOLEAN;
