-- CreateTable
CREATE TABLE "NoticeCursor" (
    "channel" TEXT NOT NULL PRIMARY KEY,
    "seq" INTEGER NOT NULL
);
