-- CreateTable
CREATE TABLE "NoticeCursor" (
    "channel" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,

    CONSTRAINT "NoticeCursor_pkey" PRIMARY KEY ("channel")
);
