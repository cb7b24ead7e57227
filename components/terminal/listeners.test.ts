import { expect, it } from 'vitest'
import { Listeners } from './listeners'

it('asks everyone who listens for a name, and keeps the answer of whoever gave one', () => {
  const listeners = new Listeners<{ ask: (text: string) => string; tell: () => void }>()
  const heard: string[] = []
  expect(listeners.call('ask', 'x')).toBeUndefined()
  const stop = listeners.add({ ask: (text) => `${text}!` })
  listeners.add({ tell: () => void heard.push('told') })
  expect(listeners.call('ask', 'x')).toBe('x!')
  listeners.call('tell')
  stop()
  expect(listeners.call('ask', 'x')).toBeUndefined()
  expect(heard).toEqual(['told'])
})
