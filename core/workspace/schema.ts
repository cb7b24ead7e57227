import { z } from 'zod'
import { faultsOf } from './model/faults'
import { workspaceLimits as limits, type SplitTree, type Workspace } from './model/types'

/** The most characters that a stored workspace may have; a full one has about a third. */
export const workspaceMaxLength = 60_000

const id = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/)
const share = z.number().positive().max(1)

const tree: z.ZodType<SplitTree> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('pane'), pane: id }),
    z.strictObject({
      kind: z.enum(['row', 'column']),
      parts: z.array(tree).min(2).max(limits.panesPerTab),
      shares: z.array(share).min(2).max(limits.panesPerTab),
    }),
  ]),
)

const pane = z.strictObject({
  id,
  target: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('account'), accountId: id, hostId: id.optional() }),
    z.strictObject({ kind: z.literal('session') }),
  ]),
  sessionId: z.uuid().optional(),
  title: z.string().max(limits.title),
})

const tab = z.strictObject({
  id,
  name: z.string().min(1).max(limits.name).optional(),
  tree,
  focus: id,
  zoomed: z.boolean().optional(),
})

/** A workspace from outside: of the right shape, within its limits, and sound. Unknown fields are refused, so nothing else is stored. */
export const workspaceSchema: z.ZodType<Workspace> = z
  .strictObject({
    tabs: z.array(tab).max(limits.tabs),
    active: id.optional(),
    panes: z.record(id, pane),
  })
  .superRefine((workspace, context) => {
    for (const fault of faultsOf(workspace)) context.addIssue({ code: 'custom', message: fault })
  })

/** What a window sends to be remembered. `closed`: the tabs it has closed since it last saved. */
export const saveWorkspaceInput = z.strictObject({
  workspace: workspaceSchema,
  closed: z.array(id).max(200).default([]),
})
