import { Client } from 'pg'
import type { TestChain } from '@/tests/builders/chain'
import { type MoneyDesk, openMoneyDesk } from '@/tests/builders/money-desk'

export const COOLING = 60

export type EnrolmentDesk = MoneyDesk & {
  /** Whoever owns the database. */
  readonly owner: Client
}

/** The demo desk where a new passkey cools for a minute, past the cooling of those it began with. */
export async function openEnrolmentDesk(chain: TestChain): Promise<EnrolmentDesk> {
  const desk = await openMoneyDesk(chain, (setup) => ({
    ...setup,
    installation: { ...setup.installation, factorCoolingSeconds: COOLING },
  }))
  desk.pass(COOLING + 1)
  const owner = new Client({ connectionString: desk.database.ownerUrl })
  await owner.connect()
  const close = async () => {
    await owner.end()
    await desk.close()
  }
  return { ...desk, owner, close }
}
