import { GatehouseNode, type NodeOptions } from './node'
import { Visitor } from './visitor'

export const administrator = { name: 'ada', password: 'a quiet harbour at dusk' }

/** Lets everyone open shells on all hosts of a node, for tests that are about something else. */
export async function grantEverything(node: GatehouseNode): Promise<void> {
  await node.command(['grants', 'add', '--name', 'Everyone: all hosts', '--everyone', '--all-hosts'])
}

/** A node for one test alone: an administrator who has signed in, and a grant of all to everyone. `node.dispose()` at the end. */
export async function ownNode(options: NodeOptions = {}) {
  const node = await GatehouseNode.start(options)
  try {
    await node.command(['admin', 'create', '--name', administrator.name, '--password-stdin'], administrator.password)
    await grantEverything(node)
    const visitor = await new Visitor(node.url).signIn(administrator.name, administrator.password)
    return { node, visitor, ...administrator }
  } catch (error) {
    await node.dispose()
    throw error
  }
}
