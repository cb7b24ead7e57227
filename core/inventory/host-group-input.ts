import { listQuerySchema } from '../list'

export const hostGroupListQuery = listQuerySchema(['name', 'hosts', 'grants', 'updatedAt'], {
  sort: 'name',
  dir: 'asc',
})

export const hostMemberListQuery = listQuerySchema(['name', 'address'], { sort: 'name', dir: 'asc' })
