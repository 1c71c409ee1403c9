import { performJob, type World } from '@/tests/builders/world'

/** Id of a delivery that was given up after its tries. */
export async function deadDelivery(world: Pick<World, 'db' | 'deps'>): Promise<string> {
  await performJob(world, 'sequence-log')
  const { rows } = await world.db.$client.query<{ id: string }>(
    `INSERT INTO notice_delivery (seq, channel, state, next_at, done_at)
     VALUES (0, 'webhook', 'dead', now(), now()) RETURNING id`,
  )
  return rows[0]?.id ?? ''
}
