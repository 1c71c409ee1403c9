import { Client } from 'pg'
import { afterAll, expect, inject } from 'vitest'
import { clearQueue } from './clear-queue'
import { standingFreezes } from './standing-freezes'

// The test files share one desk, in whatever order they come: none may leave a stop or a waiting nonce to the next.
const desk = inject('desk')

afterAll(async () => {
  const database = new Client({ connectionString: desk.databaseUrl })
  await database.connect()
  try {
    expect(await standingFreezes(database)).toEqual([])
    await clearQueue(desk, database)
  } finally {
    await database.end()
  }
})
