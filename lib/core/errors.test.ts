import { expect, it, vi } from 'vitest'
import { AppError } from '@/lib/core/errors'

it('is known by its code and status', () => {
  const error: unknown = new AppError('UNAVAILABLE', 'The chain does not answer.')
  expect(error instanceof AppError && error.status).toBe(503)
  expect(new Error('other') instanceof AppError).toBe(false)
})

it('is known across two copies of its module, as a bundler makes them', async () => {
  vi.resetModules()
  const copy = await import('@/lib/core/errors')
  expect(copy.AppError).not.toBe(AppError)
  expect(new copy.AppError('STALE', 'old') instanceof AppError).toBe(true)
})
