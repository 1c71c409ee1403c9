import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { hexToBytes } from '@noble/hashes/utils.js'
import type { Address, Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { DEMO_MEMBERS } from '@/lib/demo/members'
import { walletProofMessage } from '@/lib/flows/wallet-proof'
import type { PasskeyCredential } from '@/tests/builders/virtual-authenticator'

/** The demo's people with keys that nobody knows: production refuses the demo's own. */
export type BenchPerson = {
  readonly id: string
  readonly name: string
  readonly roles: (typeof DEMO_MEMBERS)[number]['roles']
  readonly address: Address
  readonly privateKey: Hex
  readonly credential: PasskeyCredential
  /** COSE key of the passkey, as the desk registers it. */
  readonly publicKey: string
}

export const makePeople = (): readonly BenchPerson[] =>
  DEMO_MEMBERS.map(({ id, name, roles }) => {
    const privateKey = generatePrivateKey()
    return { id, name, roles, privateKey, address: privateKeyToAccount(privateKey).address, ...makePasskey() }
  })

/** Wallet rows for bootstrap, each proven by its own signature. */
export const proveWallets = (installation: string, people: readonly BenchPerson[]) =>
  Promise.all(
    people.map(async ({ id, address, privateKey }) => {
      const proofMessage = walletProofMessage({ installation, memberId: id, address })
      const proofSignature = await privateKeyToAccount(privateKey).signMessage({ message: proofMessage })
      return { memberId: id, address, proofMessage, proofSignature }
    }),
  )

function makePasskey(): Pick<BenchPerson, 'credential' | 'publicKey'> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const cose = Buffer.concat([
    hexToBytes('a5010203262001215820'),
    Buffer.from(x, 'base64url'),
    hexToBytes('225820'),
    Buffer.from(y, 'base64url'),
  ])
  return {
    publicKey: cose.toString('base64url'),
    credential: {
      credentialId: randomBytes(32).toString('base64'),
      isResidentCredential: false,
      rpId: 'localhost',
      privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    },
  }
}
