import { randomBytes } from 'node:crypto'
import { logPublicKey } from '@/lib/audit/checkpoint'

/** `countersign keys`: new secrets as lines for the environment, each with who may hold it. Nothing is kept. */
export async function makeKeys(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    process.stderr.write('Usage: countersign keys\n')
    return 1
  }
  const checkpointKey = randomBytes(32)
  process.stdout.write(`# Web only, the same in every instance. Seals the cookies of browsers.
NEXTAUTH_SECRET=${randomBytes(32).toString('base64url')}

# Web only, the same in every instance. Encrypts the owners' signatures: keep a copy apart from the database's back-up.
SIGNATURE_KEY=${randomBytes(32).toString('base64')}

# Worker only, the same in every instance. Signs the log: whoever has it can sign another one.
CHECKPOINT_KEY=${checkpointKey.toString('base64')}

# Web, worker and every auditor: the other half of CHECKPOINT_KEY. Not secret.
LOG_PUBLIC_KEY=${logPublicKey(checkpointKey)}
`)
  return 0
}
