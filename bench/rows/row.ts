import type { Options } from '../options'
import type { Line } from '../report'
import type { World } from '../world'

/** One thing that is measured: by its short name, in the order of the table. */
export interface Row {
  name: string
  measure(world: World, options: Options): Promise<Line[]>
}
