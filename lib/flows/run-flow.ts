import 'server-only'
import { AppError, type FieldProblem } from '@/lib/core/errors'
import { isStorable } from '@/lib/core/storable'
import type { Actor } from '@/lib/flows/actor'
import type { Ctx, Deps, Entrance, Flow } from '@/lib/flows/flow'
import { FLOWS } from '@/lib/flows/index'
import { logRefusal } from '@/lib/flows/refusal'
import { countOutcome } from '@/lib/io/outcome-tally'
import { proveStepUp, splitProof } from '@/lib/flows/step-up'

export type { Deps }

/**
 * The one way to perform a verb: gate, parse, step-up, run. Every refusal of a known member is logged.
 * @throws AppError with a sentence the person can act on
 */
export async function runFlow(
  deps: Deps,
  call: { verb: string; entrance: Entrance; actor: Actor; input: unknown },
): Promise<unknown> {
  const flow = FLOWS.find((candidate) => candidate.verb === call.verb)
  if (!flow || flow.entrance !== call.entrance) throw new AppError('NOT_FOUND', 'There is no such action.')
  try {
    const answer = await perform(deps, flow, call)
    countOutcome(flow.verb, 'OK')
    return answer
  } catch (error) {
    countOutcome(flow.verb, error instanceof AppError ? error.code : 'FAULT')
    throw error
  }
}

async function perform(deps: Deps, flow: Flow, call: { actor: Actor; input: unknown }): Promise<unknown> {
  const ctx: Ctx = { ...deps, actor: call.actor, now: deps.io.clock.now(), proof: null }
  try {
    admit(flow, call.actor)
    const { body, proof } = splitProof(call.input)
    const input = parse(flow, body)
    const stepUp = flow.gate.stepUp
    if ('none' in stepUp) return await flow.run(ctx, input)
    return await flow.run({ ...ctx, proof: await proveStepUp(ctx, stepUp, input, proof) }, input)
  } catch (error) {
    if (error instanceof AppError) await logRefusal(ctx, flow.verb, error)
    throw error
  }
}

function admit(flow: Flow, actor: Actor): void {
  const { actors, roles } = flow.gate
  if (!actors.includes(actor.kind)) {
    if (actor.kind === 'anonymous') throw new AppError('NOT_SIGNED_IN', 'Sign in first.')
    throw new AppError('NOT_ALLOWED', 'This is not yours to do.')
  }
  if (actor.kind !== 'member' || roles === 'any') return
  if (!roles.some((role) => actor.roles.includes(role)))
    throw new AppError('NOT_ALLOWED', `Only ${roles.join(' or ')} may do this; you are ${actor.roles.join(', ')}.`)
}

function parse(flow: Flow, body: unknown): unknown {
  if (!isStorable(body))
    throw new AppError('BAD_INPUT', 'The text holds a character that cannot be stored. Type it again.')
  const parsed = flow.input.safeParse(body)
  if (parsed.success) return parsed.data
  const problems: FieldProblem[] = parsed.error.issues.map((issue) => ({
    field: issue.path.join('.'),
    message: issue.message,
  }))
  throw new AppError('BAD_INPUT', problems[0]?.message ?? 'The request is not complete.', problems)
}
