import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '@/lib/core/errors'
import { approve, type HandedOver, handOver, readReview, sendIt, stageWithdrawal } from '@/lib/desk/rehearsal/acts'
import { Person } from '@/lib/desk/rehearsal/person'
import type { Stagehand } from '@/lib/desk/rehearsal/stagehand'
import type { ReviewPage } from '@/lib/flows/review-page'
import type { Step } from './plan'

const APPROVERS = ['ruth', 'tomas']
const WITHIN_MS = 240_000
/** How long an executor waits for a transaction to show before asking for the signatures again. */
const PATIENCE_MS = 12_000

/** What a person was told is done. */
export type Accepted = { readonly verb: string; readonly who: string; readonly withdrawalId: string }

export type Withdrawal = {
  readonly id: string
  readonly accepted: readonly Accepted[]
  /** Times the signatures were handed out; more than once only where the first sending was lost. */
  readonly handOvers: number
}

export type Hooks = {
  /** Told when a step is about to be taken. */
  readonly onStep: (step: Step) => void
  /** Called after anything that failed, before it is looked at again. */
  readonly recover: () => Promise<void>
  /** The id of a withdrawal with this reference, looked up past the desk. */
  readonly find: (reference: string) => Promise<string | null>
}

/**
 * Takes one withdrawal to its end as stubborn people would: look where it stands, do what comes next, and after a
 * failure look again instead of believing either that it was done or that it was not.
 * @throws Error when it ends otherwise than executed, or not at all
 */
export async function withdraw(
  stage: Stagehand,
  input: { amount: string; reference: string },
  hooks: Hooks,
): Promise<Withdrawal> {
  const deadline = performance.now() + WITHIN_MS
  const people = new Map(['ines', 'eli', ...APPROVERS].map((id) => [id, new Person(stage.url, id)]))
  const accepted: Accepted[] = []
  let lastFailure = ''
  const insist = async <T>(attempt: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await attempt()
      } catch (error) {
        lastFailure = error instanceof Error ? error.message : String(error)
        if (performance.now() > deadline) throw new Error(`not done after ${WITHIN_MS / 1000} s: ${lastFailure}`)
        await hooks.recover()
        if (error instanceof AppError && error.code === 'NOT_SIGNED_IN') signedIn.clear()
        await sleep(300)
      }
    }
  }
  const signedIn = new Set<string>()
  const personOf = async (id: string): Promise<Person> => {
    const person = people.get(id)
    if (!person) throw new Error(`${id} does not take part`)
    if (!signedIn.has(id)) await person.signIn(stage.chainId)
    signedIn.add(id)
    return person
  }

  const id = await insist(async () => {
    const known = await hooks.find(input.reference)
    if (known !== null) return known
    const ines = await personOf('ines')
    hooks.onStep('stage')
    const form = {
      ...{ safeId: 'operations', purpose: 'Survives', reference: input.reference },
      legs: [{ asset: stage.usdc, recipient: stage.recipient, amount: input.amount }],
    }
    const staged = await stageWithdrawal(stage, ines, form)
    accepted.push({ verb: 'stage', who: 'ines', withdrawalId: staged })
    return staged
  })

  let handOvers = 0
  let sentAt = 0
  for (;;) {
    const state = await insist(async () => {
      const page = await readReview(await personOf('eli'), id)
      await next(page)
      return page.state
    })
    if (state === 'executed') return { id, accepted, handOvers }
    if (performance.now() > deadline) throw new Error(`${id} is still ${state}; last failure: ${lastFailure}`)
    await sleep(250)
  }

  async function next(page: ReviewPage): Promise<void> {
    if (page.state === 'awaiting-approvals') {
      const who = APPROVERS.find(
        (one) => !page.approvals.some(({ memberName, counts }) => counts && memberName.toLowerCase() === one),
      )
      if (who === undefined) return
      const person = await personOf(who)
      hooks.onStep('approve')
      await approve(stage, person, id)
      accepted.push({ verb: 'approve', who, withdrawalId: id })
    } else if (page.state === 'ready' || (page.state === 'executing' && performance.now() - sentAt > PATIENCE_MS)) {
      await execute(await personOf('eli'))
    } else if (page.state === 'confirming') hooks.onStep('confirm')
    else if (!['cooling', 'executing', 'executed'].includes(page.state))
      throw new Error(`${id} is ${page.state}: ${page.stateReason}`)
  }

  async function execute(eli: Person): Promise<void> {
    hooks.onStep('hand-over')
    const handed: HandedOver = await handOver(stage, eli, id)
    handOvers += 1
    accepted.push({ verb: 'hand-over', who: 'eli', withdrawalId: id })
    hooks.onStep('send')
    sentAt = performance.now()
    await sendIt(stage, eli, id, handed)
  }
}
