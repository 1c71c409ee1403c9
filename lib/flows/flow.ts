import type { z } from 'zod'
import type { Db } from '@/db/client'
import type { FactorProof, StepUpAction } from '@/lib/approve/types'
import type { Digest } from '@/lib/core/digest'
import type { Actor, ActorKind, Role } from '@/lib/flows/actor'
import type { Io } from '@/lib/io/io'

/** All the dependency injection there is. */
export type Ctx = {
  readonly actor: Actor
  readonly db: Db
  readonly io: Io
  readonly now: Date
  /** The desk's own origin, e.g. https://desk.example; passkeys and sign-in messages are bound to it. */
  readonly origin: string
  /** Base64 of the Ed25519 key that signs the log, from the environment: the one in the database is a row like others. */
  readonly logPublicKey: string
  /** Present exactly when the flow's gate asks for a step-up and it was proven for this very input. */
  readonly proof: FactorProof | null
}

/** What every call shares; the actor is decided by the entrance, never by the request. */
export type Deps = Pick<Ctx, 'db' | 'io' | 'origin' | 'logPublicKey'>

/** What must be proven before `run`: the challenge is bound to action and subject (SPEC §5). */
export type StepUp<Input> = {
  readonly action: StepUpAction
  /** Computed by the server from its own rows and the input; the browser computes the same from what it displays. */
  subject(ctx: Ctx, input: Input): Promise<{ readonly digest: Digest; readonly policyVersion: number }>
}

export type Gate<Input> = {
  readonly actors: readonly ActorKind[]
  /** Which members: any of these roles, or everyone with a session. */
  readonly roles: readonly Role[] | 'any'
  /** A step-up, or the written reason why none is asked. */
  readonly stepUp: StepUp<Input> | { readonly none: string }
}

/** Where a verb may be called from: the HTTP door, the session adapter, the job runner, or an empty database's setup. */
export type Entrance = 'door' | 'session' | 'job' | 'bootstrap'

/**
 * One verb a person performs. Only runFlow calls `run`, with what `input` parsed. `run` and `subject` are methods, so
 * that flows of different inputs fit one registry.
 */
export type Flow<
  Schema extends z.ZodType = z.ZodType,
  Output = unknown,
  Verb extends string = string,
  From extends Entrance = Entrance,
> = {
  readonly verb: Verb
  readonly entrance: From
  readonly input: Schema
  readonly gate: Gate<z.output<Schema>>
  run(ctx: Ctx, input: z.output<Schema>): Promise<Output>
}

/** Ties a flow's parts together so that a missing guard or a wrong input is a type error. */
export function defineFlow<Schema extends z.ZodType, Output, const Verb extends string, const From extends Entrance>(
  flow: Flow<Schema, Output, Verb, From>,
): Flow<Schema, Output, Verb, From> {
  return flow
}
