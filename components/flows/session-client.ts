import { FlowError } from './client'

/** Opens the session for a signed sign-in message, through next-auth. @throws FlowError when the desk refuses it */
export async function openSession(signed: { message: string; signature: string }): Promise<void> {
  const response = await post('callback/credentials', signed)
  if (response.status === 429)
    throw new FlowError('TOO_MANY', 'Too many sign-ins came from this browser or network. Wait a minute and try again.')
  if (!response.ok)
    throw new FlowError(
      'NOT_SIGNED_IN',
      'This did not sign you in. Ask for a new message and sign it with a wallet that the desk knows.',
    )
}

/** Ends the session on the server and in this browser. */
export async function closeSession(): Promise<void> {
  const response = await post('signout', {})
  if (!response.ok) throw new FlowError('FAULT', 'The desk did not sign you out. Try again.')
}

// next-auth asks for its own token besides the Origin that the desk checks.
async function post(path: string, fields: Record<string, string>): Promise<Response> {
  try {
    const csrf = (await (await fetch('/api/auth/csrf')).json()) as { csrfToken: string }
    const body = new URLSearchParams({ ...fields, csrfToken: csrf.csrfToken, callbackUrl: '/', json: 'true' })
    return await fetch(`/api/auth/${path}`, { method: 'POST', body, redirect: 'manual' })
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError)
      throw new FlowError('OFFLINE', 'The desk does not answer. Try again.')
    throw error
  }
}
