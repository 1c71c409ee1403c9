import { privateKeyToAccount } from 'viem/accounts'
import { buildPreimage, challengeOf } from '@/lib/approve/preimage'
import type { StepUpAction, StepUpPreimage } from '@/lib/approve/types'
import type { Digest } from '@/lib/core/digest'
import { AppError, type ErrorCode } from '@/lib/core/errors'
import { decodeWire, encodeWire } from '@/lib/core/wire'
import { assertDemoPasskey } from '@/lib/demo/authenticator'
import { demoMember, type DemoMember } from '@/lib/demo/members'

type Answer = { ok: true; value: unknown } | { ok: false; error: { code: ErrorCode; message: string } }

/**
 * A demo member without a screen: the same door, cookies, wallet signatures and passkey answers as a browser's. Holds
 * nothing a real person's browser would not.
 */
export class Person {
  readonly member: DemoMember
  private readonly origin: string
  private readonly cookies = new Map<string, string>()

  constructor(origin: string, memberId: string) {
    this.origin = origin
    this.member = demoMember(memberId)
  }

  get account() {
    return privateKeyToAccount(this.member.privateKey)
  }

  /** Signs the server's sentence with the wallet and takes a session (EIP-4361). */
  async signIn(chainId: number): Promise<void> {
    const { message } = (await this.do('request-sign-in', { address: this.member.address, chainId })) as {
      message: string
    }
    const signature = await this.account.signMessage({ message })
    const { csrfToken } = (await (await this.fetch('/api/auth/csrf')).json()) as { csrfToken: string }
    const body = new URLSearchParams({ csrfToken, message, signature, json: 'true', callbackUrl: this.origin })
    const response = await this.fetch('/api/auth/callback/credentials', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: body.toString(),
    })
    if (response.status !== 200) throw new AppError('NOT_SIGNED_IN', `${this.member.name} could not sign in.`)
  }

  /** Performs a verb through the door. @throws AppError with the door's own sentence */
  async do(verb: string, input: Record<string, unknown>): Promise<unknown> {
    const response = await this.fetch(`/api/flows/${verb}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: encodeWire(input),
    })
    const answer = decodeWire(await response.text()) as Answer
    if (answer.ok) return answer.value
    throw new AppError(answer.error.code, answer.error.message)
  }

  /** Performs a verb that asks for the passkey, bound to `subject`. */
  async confirm(
    verb: string,
    bound: { action: StepUpAction; subject: Digest; policyVersion: number },
    input: Record<string, unknown>,
  ): Promise<unknown> {
    const issued = (await this.do('request-step-up', bound)) as { challengeId: string; preimage: StepUpPreimage }
    const preimage = buildPreimage({ ...issued.preimage, ...bound, member: this.member.id })
    const { hostname } = new URL(this.origin)
    const assertion = assertDemoPasskey({
      memberId: this.member.id,
      challenge: challengeOf(preimage).challenge,
      rpId: hostname,
      origin: this.origin,
    })
    return this.do(verb, { ...input, proof: { challengeId: issued.challengeId, factor: 'passkey', assertion } })
  }

  private async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('origin', this.origin)
    headers.set('cookie', [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(`${this.origin}${path}`, { ...init, headers, redirect: 'manual' })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';')
      const at = pair.indexOf('=')
      this.cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return response
  }
}
