import { describe, expect, it } from 'vitest'
import { paneAction } from '@/components/terminal/keys'
import { commandIds } from './commands'
import { type Combination, capsOf, combinationOf, commandOf, workplaceKeys } from './keys'

const event = ({ key, ctrl, shift, alt, meta }: Combination) => ({
  key,
  ctrlKey: ctrl === true,
  shiftKey: shift === true,
  altKey: alt === true,
  metaKey: meta === true,
})

describe('the keys of the workplace', () => {
  it('are each of one command, on both kinds of keyboard', () => {
    for (const mac of [false, true]) {
      const all = workplaceKeys.map((row) => JSON.stringify(event(mac ? row.mac : row.pc)))
      expect(new Set(all).size).toBe(all.length)
      for (const row of workplaceKeys) {
        expect(commandIds).toContain(row.command)
        const wanted = event(mac ? row.mac : row.pc)
        expect(commandOf({ ...wanted, key: wanted.key.toUpperCase() }, mac)).toBe(row.command)
      }
    }
  })

  it('leave every key of the shell to the shell', () => {
    const letters = 'abcdefghijklmnopqrstuvwxyz0123456789-_[]\\/@^?'.split('')
    const others = [
      'Enter',
      'Tab',
      'Escape',
      'Backspace',
      'Delete',
      'Home',
      'PageUp',
      'ArrowUp',
      'ArrowLeft',
      'F1',
      'F12',
    ]
    for (const mac of [false, true]) {
      for (const key of [...letters, ...others]) {
        for (const held of [{}, { ctrl: true }, { alt: true }, { shift: true }, { ctrl: true, alt: true }]) {
          expect(commandOf(event({ key, ...held }), mac), `${JSON.stringify(held)} ${key}`).toBeUndefined()
        }
      }
    }
  })

  it('leave Alt-Shift and a letter to it too, and are none of the pane’s', () => {
    for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
      expect(commandOf(event({ key: letter, alt: true, shift: true }), false)).toBeUndefined()
    }
    for (const mac of [false, true]) {
      for (const row of workplaceKeys)
        expect(paneAction(event(mac ? row.mac : row.pc), mac), row.command).toBeUndefined()
    }
  })

  it('are none that a browser keeps, that make control characters, or that copy, paste and search', () => {
    const taken = ['t', 'n', 'w', 'q', 'u', 'c', 'v', 'f', '2', '6', '-', '/', '@', '^', '_', ' ', 'Tab']
    for (const key of taken) expect(commandOf(event({ key, ctrl: true, shift: true }), false)).toBeUndefined()
  })

  it('are shown as they are written on the keyboard', () => {
    const zoom = combinationOf('zoom', false)
    expect(zoom && capsOf(zoom, false)).toEqual(['Ctrl', 'Shift', 'X'])
    const focus = combinationOf('focusLeft', true)
    expect(focus && capsOf(focus, true)).toEqual(['⌃', '⌘', '←'])
  })
})
