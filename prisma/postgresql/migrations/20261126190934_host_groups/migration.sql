-- CreateTable
CREATE TABLE "GrantHostGroup" (
    "grantId" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,

    CONSTRAINT "GrantHostGroup_pkey" PRIMARY KEY ("grantId","groupId")
);

-- CreateTable
CREATE TABLE "HostGroup" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "searchKey" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "HostGroup_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "HostGroupMember" (
    "groupId" TEXT NOT NULL,
    "hostId" TEXT NOT NULL,

    CONSTRAINT "HostGroupMember_pkey" PRIMARY KEY ("groupId","hostId")
);

-- CreateIndex
CREATE INDEX "GrantHostGroup_groupId_idx" ON "GrantHostGroup"("groupId");

-- CreateIndex
CREATE UNIQUE INDEX "HostGroup_nameKey_key" ON "HostGroup"("nameKey");

-- CreateIndex
CREATE INDEX "HostGroupMember_hostId_idx" ON "HostGroupMember"("hostId");

-- CreateIndex
CREATE INDEX "HostKey_fingerprint_idx" ON "HostKey"("fingerprint");

-- AddForeignKey
ALTER TABLE "GrantHostGroup" ADD CONSTRAINT "GrantHostGroup_grantId_fkey" FOREIGN KEY ("grantId") REFERENCES "Grant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GrantHostGroup" ADD CONSTRAINT "GrantHostGroup_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "HostGroup"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HostGroupMember" ADD CONSTRAINT "HostGroupMember_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "HostGroup"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "HostGroupMember" ADD CONSTRAINT "HostGroupMember_hostId_fkey" FOREIGN KEY ("hostId") REFERENCES "Host"("id") ON DELETE CASCADE ON UPDATE CASCADE;
