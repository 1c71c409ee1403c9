import path from 'node:path'
import { defineConfig } from 'vitest/config'

const alias = {
  '@': path.resolve(import.meta.dirname),
  'server-only': path.resolve(import.meta.dirname, 'tests/builders/server-only.ts'),
}

export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['lib/**/*.test.ts', 'components/**/*.test.ts?(x)', 'tests/*.test.ts'],
          // Pure code has nothing to isolate: each module is loaded once for all files of a worker.
          pool: 'threads',
          // Reading the whole house takes a while on a busy machine.
          testTimeout: 30_000,
          isolate: false,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'services',
          include: ['tests/integration/**/*.test.ts', 'tests/chain/**/*.test.ts', 'bin/**/*.test.ts'],
          globalSetup: ['tests/builders/database-setup.ts'],
          // Half of each test waits for PostgreSQL or a chain, so two share even two cores.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/builders/test-desk-setup.ts'],
          setupFiles: ['tests/e2e/left-as-found.ts'],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
