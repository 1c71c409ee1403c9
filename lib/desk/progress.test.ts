import { describe, expect, it } from 'vitest'
import { createProgress } from '@/lib/desk/progress'

describe('progress', () => {
  it('prints a step with its time, and a note after the line of its step', async () => {
    let printed = ''
    const progress = createProgress((text) => (printed += text))
    await progress.step('Database', () => {
      progress.note('Port 3000 is busy.')
      return Promise.resolve()
    })
    expect(printed).toMatch(/^ {2}Database {14}\d+\.\d s\n {4}Port 3000 is busy\.\n$/)
  })

  it('says that a step failed and passes the error on', async () => {
    let printed = ''
    const progress = createProgress((text) => (printed += text))
    const failing = progress.step('Local chain', () => Promise.reject(new Error('no program')))
    await expect(failing).rejects.toThrow('no program')
    expect(printed).toContain('failed after')
  })
})
