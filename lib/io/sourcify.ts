import 'server-only'
import type { Address } from 'viem'
import { z } from 'zod'
import { readAbi } from '@/lib/decode/read-abi'
import { ABI_LIMIT_BYTES, type AbiFound } from '@/lib/io/abi-found'

const TIMEOUT_MS = 3_000

const contractShape = z.object({
  chainId: z.string(),
  address: z.string(),
  match: z.enum(['exact_match', 'match']),
  abi: z.array(z.unknown()),
})

/**
 * The ABI of a contract whose source somebody published to a Sourcify server (API v2). Its own word on proxies is not asked
 * for: the desk's nodes are.
 * @param server base URL; what is looked at becomes known there
 */
export async function askSourcify(server: string, chainId: number, address: Address): Promise<AbiFound> {
  const failed = (why: string): AbiFound => ({ kind: 'failed', why: `Sourcify could not be used: ${why}.` })
  try {
    const response = await fetch(`${server.replace(/\/$/, '')}/v2/contract/${chainId}/${address}?fields=abi`, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (response.status === 404) {
      await response.body?.cancel()
      return { kind: 'none', why: 'Nobody published its source to Sourcify.' }
    }
    const text = await limitedText(response)
    if (text === null) return failed('its answer is larger than 1 MB')
    if (response.status !== 200) return failed(`HTTP ${response.status}`)
    const answer = contractShape.safeParse(JSON.parse(text)).data
    if (!answer) return failed('its answer is not what its API says')
    if (answer.chainId !== String(chainId) || answer.address.toLowerCase() !== address.toLowerCase())
      return failed('it answered about another contract')
    const read = readAbi(answer.abi)
    if (!read.ok) return failed(`the ABI ${read.fault}`)
    return { kind: 'found', origin: { source: 'sourcify', match: answer.match }, functions: read.functions }
  } catch (error) {
    if (error instanceof SyntaxError) return failed('its answer is not JSON')
    const isLate = error instanceof Error && error.name === 'TimeoutError'
    return failed(isLate ? `no answer within ${TIMEOUT_MS / 1000} s` : 'no connection')
  }
}

/** Null above the limit; counted while it arrives, so that a long answer is never held whole. */
async function limitedText(response: Response): Promise<string | null> {
  const decoder = new TextDecoder()
  const reader = response.body?.getReader()
  let text = ''
  let length = 0
  for (;;) {
    const part = await reader?.read()
    if (!part || part.done) return text + decoder.decode()
    length += part.value.byteLength
    if (length > ABI_LIMIT_BYTES) {
      await reader?.cancel()
      return null
    }
    text += decoder.decode(part.value, { stream: true })
  }
}
