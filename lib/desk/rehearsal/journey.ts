import { subjectDigest } from '@/lib/approve/subjects'
import { readExport } from '@/lib/audit/read-export'
import { verifyEvidence } from '@/lib/audit/verify-evidence'
import { approve, handOver, readReview, sendIt, stageWithdrawal } from '@/lib/desk/rehearsal/acts'
import { readBalance } from '@/lib/desk/rehearsal/balances'
import { Person } from '@/lib/desk/rehearsal/person'
import type { Stagehand } from '@/lib/desk/rehearsal/stagehand'
import type { Reviewed } from '@/lib/flows/gather-review'
import type { ReviewPage } from '@/lib/flows/review-page'
import type { AssetAddress } from '@/lib/stage/types'

/**
 * The whole journey through the same door as everybody: staged, reviewed, approved by three people, executed, settled,
 * and its evidence verified. @throws Error or AppError at the first thing that is not as it must be
 */
export async function rehearseJourney(stage: Stagehand): Promise<void> {
  const { say } = stage
  const people = await signInAll(stage, ['ines', 'ruth', 'tomas', 'aiko', 'eli', 'noor'])
  const person = (id: string): Person => {
    const found = people.find(({ member }) => member.id === id)
    if (!found) throw new Error(`${id} is not on stage`)
    return found
  }
  const before = await balancesOf(stage)
  const id = await stageWithdrawal(stage, person('ines'), formOf(stage))
  for (const name of ['ruth', 'tomas', 'aiko']) await approve(stage, person(name), id)
  await waitFor(person('eli'), id, ['ready'], 'cooling to end', say)
  await sendIt(stage, person('eli'), id, await handOver(stage, person('eli'), id))
  const done = await waitFor(
    person('eli'),
    id,
    ['executed', 'failed-onchain', 'superseded'],
    'the chain to settle it',
    say,
  )
  if (done.state !== 'executed') throw new Error(`it ended as ${done.state}: ${done.stateReason}`)
  say(`${id} is executed in block ${done.submission?.blockNumber}, transaction ${done.submission?.minedTxHash}.`)
  await compareBalances(stage, before)
  await exportEvidence(stage, person('noor'), id)
}

/**
 * What waits in the Safe that the journey pays from. Whatever is staged comes after it, so on such a desk the journey
 * would only add one more to the queue.
 */
export async function findWaiting(stage: Stagehand): Promise<readonly string[]> {
  const ines = new Person(stage.url, 'ines')
  await ines.signIn(stage.chainId)
  const { reviewed } = (await ines.do('preview', formOf(stage))) as { reviewed: Reviewed }
  return reviewed.assessment.queue.others.map(({ id }) => id)
}

const formOf = ({ safeId, usdc, recipient }: Stagehand) => ({
  safeId,
  legs: [
    { asset: usdc, recipient, amount: '250.00' },
    { asset: 'native', recipient, amount: '0.5' },
  ],
  purpose: 'Rehearsal of a withdrawal',
  reference: `REHEARSAL ${new Date().toISOString().slice(0, 19)}`,
})

async function signInAll(stage: Stagehand, ids: readonly string[]): Promise<Person[]> {
  const people = ids.map((id) => new Person(stage.url, id))
  for (const person of people) {
    await person.signIn(stage.chainId)
    stage.say(`${person.member.name} signs in with their wallet as ${person.member.roles.join(' and ')}.`)
  }
  return people
}

async function exportEvidence(stage: Stagehand, noor: Person, id: string): Promise<void> {
  const bound = { action: 'export' as const, subject: subjectDigest('export', { withdrawalId: id }), policyVersion: 0 }
  const { text } = (await noor.confirm('export-evidence', bound, { withdrawalId: id })) as { text: string }
  const pack = readExport(text)
  if (pack.format !== 'countersign-evidence/1') throw new Error('the export is not an evidence pack')
  const verified = await verifyEvidence(pack)
  if (!verified.ok) throw new Error(`the evidence does not verify: ${verified.sentence}`)
  if (verified.proofsChecked !== 3) throw new Error(`the evidence holds ${verified.proofsChecked} approvals, not 3`)
  stage.say(
    `Noor exports the evidence: ${verified.leaves} events, ${verified.proofsChecked} approvals proven by passkeys, all verify offline.`,
  )
}

async function waitFor(
  person: Person,
  id: string,
  states: readonly string[],
  what: string,
  say: (line: string) => void,
): Promise<ReviewPage> {
  say(`Waiting for ${what} …`)
  for (let tries = 0; tries < 120; tries++) {
    const page = await readReview(person, id)
    if (states.includes(page.state)) return page
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error(`waited a minute for ${what}`)
}

type Balances = ReadonlyMap<string, bigint>

async function balancesOf(stage: Stagehand): Promise<Balances> {
  const entries: [string, bigint][] = []
  for (const asset of [stage.usdc, 'native'] satisfies AssetAddress[])
    for (const holder of [stage.safeAddress, stage.recipient])
      entries.push([`${asset}@${holder}`, await readBalance(stage.chainUrl, asset, holder)])
  return new Map(entries)
}

async function compareBalances(stage: Stagehand, before: Balances): Promise<void> {
  const after = await balancesOf(stage)
  const expected = new Map([
    [`${stage.usdc}@${stage.safeAddress}`, -250_000_000n],
    [`${stage.usdc}@${stage.recipient}`, 250_000_000n],
    [`native@${stage.safeAddress}`, -500_000_000_000_000_000n],
    [`native@${stage.recipient}`, 500_000_000_000_000_000n],
  ])
  for (const [key, change] of expected) {
    const actual = (after.get(key) ?? 0n) - (before.get(key) ?? 0n)
    if (actual !== change) throw new Error(`the balance of ${key} changed by ${actual}, not ${change}`)
  }
  stage.say('On chain the Safe holds 250.00 USDC and 0.5 ETH less, and the recipient holds exactly that much more.')
}
