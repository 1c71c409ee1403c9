import { createHash, createPrivateKey } from 'node:crypto'
import { p256 } from '@noble/curves/nist.js'
import { hexToBytes } from '@noble/hashes/utils.js'
import type { Page } from 'playwright-core'
import { demoCoseKey, demoCredentialId } from '@/lib/demo/authenticator'

export type VirtualAuthenticator = {
  /** False makes it fail to recognise its person. */
  readonly setVerified: (isVerified: boolean) => Promise<void>
  /** False leaves it lying there: nobody touches it. */
  readonly setPresent: (isPresent: boolean) => Promise<void>
  /** Counts on from wherever else the member's passkey was used meanwhile. */
  readonly catchUp: () => Promise<void>
  /** How often it has signed. */
  readonly answerCount: () => number
}

/** A passkey as CDP's WebAuthn takes it: base64, the private key as PKCS#8. */
export type PasskeyCredential = {
  readonly credentialId: string
  readonly isResidentCredential: boolean
  readonly rpId: string
  readonly privateKey: string
}

/**
 * A security key plugged into this page, holding the member's seeded passkey, so that the page's own
 * `navigator.credentials.get` answers. Belongs to the page's target: it stays over navigations.
 */
export const plugIn = (page: Page, memberId: string): Promise<VirtualAuthenticator> =>
  plugInKey(page, credentialOf(memberId))

/** The same with any passkey. */
export async function plugInKey(page: Page, known: PasskeyCredential): Promise<VirtualAuthenticator> {
  const { cdp, authenticatorId } = await plugInEmpty(page)
  const catchUp = async () => {
    const credential = { ...known, signCount: passkeyCount() }
    await cdp.send('WebAuthn.clearCredentials', { authenticatorId })
    await cdp.send('WebAuthn.addCredential', { authenticatorId, credential })
  }
  await catchUp()
  let answers = 0
  cdp.on('WebAuthn.credentialAsserted', () => void (answers += 1))
  return {
    answerCount: () => answers,
    catchUp,
    setVerified: async (isUserVerified) =>
      void (await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })),
    setPresent: async (enabled) =>
      void (await cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled })),
  }
}

/** The same that holds no passkey yet: the page's `navigator.credentials.create` puts one there. */
export async function plugInEmpty(page: Page) {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable', { enableUI: false })
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'usb',
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { cdp, authenticatorId }
}

/**
 * Where a passkey's counter stands: tenths of seconds since 2025. One member's passkey is plugged into many pages, and
 * each must count on from the others, or the desk takes it for a copy.
 */
export const passkeyCount = (): number => Math.floor((Date.now() - Date.UTC(2025, 0, 1)) / 100)

const credentialOf = (memberId: string): PasskeyCredential => ({
  credentialId: Buffer.from(demoCredentialId(memberId)).toString('base64'),
  isResidentCredential: false,
  rpId: 'localhost',
  privateKey: passkeyOf(memberId).toString('base64'),
})

/** The member's private key as PKCS#8. The demo kit gives it to nobody, so it is derived again and compared. */
function passkeyOf(memberId: string): Buffer {
  const seed = BigInt(`0x${createHash('sha256').update(`countersign demo passkey ${memberId}`).digest('hex')}`)
  const secret = ((seed % (p256.Point.Fn.ORDER - 1n)) + 1n).toString(16).padStart(64, '0')
  const point = Buffer.from(p256.getPublicKey(hexToBytes(secret), false))
  const [x, y] = [point.subarray(1, 33), point.subarray(33, 65)]
  const known = Buffer.from(demoCoseKey(memberId))
  if (!known.includes(x) || !known.includes(y)) throw new Error(`the passkey of ${memberId} is derived differently now`)
  const base64url = (bytes: Buffer) => bytes.toString('base64url')
  const jwk = { kty: 'EC', crv: 'P-256', d: base64url(Buffer.from(secret, 'hex')), x: base64url(x), y: base64url(y) }
  return createPrivateKey({ key: jwk, format: 'jwk' }).export({ format: 'der', type: 'pkcs8' })
}
