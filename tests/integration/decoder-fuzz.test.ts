import { expect, it } from 'vitest'
import { fuzzDecoder } from '@/tests/bench/decode-fuzz'

// Needs no service, but the time of the quick check is kept for what people wait for.
it('the decoder survives 20,000 changed inputs without a crash, a hang or a lost byte', () => {
  expect(fuzzDecoder(20_000, 2026).inputs).toBe(20_000)
})
