-- CreateTable
CREATE TABLE "GrantHostGroup" (
    "grantId" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,

    PRIMARY KEY ("grantId", "groupId"),
    CONSTRAINT "GrantHostGroup_grantId_fkey" FOREIGN KEY ("grantId") REFERENCES "Grant" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "GrantHostGroup_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "HostGroup" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "HostGroup" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "searchKey" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "HostGroupMember" (
    "groupId" TEXT NOT NULL,
    "hostId" TEXT NOT NULL,

    PRIMARY KEY ("groupId", "hostId"),
    CONSTRAINT "HostGroupMember_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "HostGroup" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "HostGroupMember_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "GrantHostGroup_groupId_idx" ON "GrantHostGroup"("groupId");

-- CreateIndex
CREATE UNIQUE INDEX "HostGroup_nameKey_key" ON "HostGroup"("nameKey");

-- CreateIndex
CREATE INDEX "HostGroupMember_hostId_idx" ON "HostGroupMember"("hostId");

-- CreateIndex
CREATE INDEX "HostKey_fingerprint_idx" ON "HostKey"("fingerprint");
