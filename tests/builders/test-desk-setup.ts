import type { TestProject } from 'vitest/node'
import { type DeskAddress, startTestDesk } from '@/tests/builders/test-desk'

declare module 'vitest' {
  interface ProvidedContext {
    desk: DeskAddress
  }
}

/** vitest globalSetup: one desk for the whole run, run as a company would: two webs behind a proxy, two workers. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stop, ...desk } = await startTestDesk(2)
  project.provide('desk', desk)
  return stop
}
