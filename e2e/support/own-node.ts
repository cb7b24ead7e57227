import { GatehouseNode, type NodeOptions } from './node'
import { Visitor } from './visitor'

export const administrator = { name: 'ada', password: 'a quiet harbour at dusk' }

/** A node for one test alone, with an administrator who has signed in. `node.dispose()` at the end. */
export async function ownNode(options: NodeOptions = {}) {
  const node = await GatehouseNode.start(options)
  try {
    await node.command(['admin', 'create', '--name', administrator.name, '--password-stdin'], administrator.password)
    const visitor = await new Visitor(node.url).signIn(administrator.name, administrator.password)
    return { node, visitor, ...administrator }
  } catch (error) {
    await node.dispose()
    throw error
  }
}
