import type { ErrorCode, FieldProblem } from '@/lib/core/errors'
import { decodeWire, encodeWire } from '@/lib/core/wire'
import type { DoorVerb, FlowAnswer, FlowInput } from '@/lib/flows/index'
import type { ProofInput } from '@/lib/flows/step-up'
import { noteCall } from './own-calls'

/** A refusal in the door's own words; `problems` name the field each sentence belongs to. */
export class FlowError extends Error {
  constructor(
    readonly code: ErrorCode | 'FAULT' | 'OFFLINE',
    message: string,
    readonly problems: readonly FieldProblem[] = [],
  ) {
    super(message)
    this.name = 'FlowError'
  }
}

/**
 * Performs one verb through the door, the only way a page changes anything.
 * @param proof the passkey's answer, for verbs that ask for a step-up
 * @throws FlowError with a sentence to show
 */
export async function callFlow<Verb extends DoorVerb>(
  verb: Verb,
  input: FlowInput<Verb>,
  proof?: ProofInput,
): Promise<FlowAnswer<Verb>> {
  const response = await post(verb, encodeWire(proof ? { ...input, proof } : input))
  const answer = await readAnswer(response)
  if (answer.ok) return answer.value as FlowAnswer<Verb>
  throw new FlowError(answer.error.code, answer.error.message, answer.error.problems)
}

type Answer =
  | { ok: true; value: unknown }
  | { ok: false; error: { code: ErrorCode | 'FAULT'; message: string; problems: FieldProblem[] } }

async function post(verb: string, body: string): Promise<Response> {
  const end = noteCall()
  try {
    return await fetch(`/api/flows/${verb}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  } catch (error) {
    if (error instanceof TypeError)
      throw new FlowError('OFFLINE', 'The desk does not answer. Look whether this was done before you repeat it.')
    throw error
  } finally {
    end()
  }
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text()
  // Our own door's words are trusted in shape; a proxy's error page in between is not.
  const isDoor = response.headers.get('content-type')?.startsWith('application/json') ?? false
  if (isDoor) return decodeWire(text) as Answer
  throw new FlowError('FAULT', `Something between this page and the desk answered with status ${response.status}.`)
}
