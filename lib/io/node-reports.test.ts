import { expect, it } from 'vitest'
import type { Capabilities } from '@/lib/io/node-capabilities'
import { methodsMissing } from '@/lib/io/node-reports'

const ALL: Capabilities = { callTrace: true, stateDiff: true, callOverrides: true, simulateV1: true, getProof: true }

it('a node that can do everything misses nothing', () => {
  expect(methodsMissing(ALL)).toEqual({ lacks: [], misses: [] })
})

it('what a review needs is told apart from what it is better with', () => {
  expect(methodsMissing({ ...ALL, callTrace: false, getProof: false })).toEqual({
    lacks: ['debug_traceCall with callTracer'],
    misses: ['eth_getProof'],
  })
  // Either way to read a changed state does.
  expect(methodsMissing({ ...ALL, callOverrides: false })).toEqual({ lacks: [], misses: [] })
  expect(methodsMissing({ ...ALL, callOverrides: false, simulateV1: false })).toEqual({
    lacks: ['eth_call with overrides'],
    misses: ['eth_simulateV1'],
  })
})
