import { fromBase64 } from '@/lib/audit/base64'
import { EXPORT_LIMIT_BYTES, readExport } from '@/lib/audit/read-export'
import { verifyLog } from '@/lib/audit/verify'
import { verifyEvidence } from '@/lib/audit/verify-evidence'
import { AppError } from '@/lib/core/errors'
import { readTextFile } from './read-text-file'

const USAGE = 'Usage: countersign audit verify FILE [--key BASE64]\n'

/** `countersign audit verify FILE` (SPEC §9): exit code 0, or 1 after naming the first bad event. */
export async function verifyAuditFile(args: readonly string[]): Promise<number> {
  const [path, flag, trustedKey, ...extra] = args
  const isKeyed = flag === '--key' && trustedKey !== undefined
  if (path === undefined || path.startsWith('-') || (flag !== undefined && !isKeyed) || extra.length > 0) {
    process.stderr.write(USAGE)
    return 1
  }
  if (isKeyed && fromBase64(trustedKey)?.length !== 32) {
    process.stderr.write(`The key after --key is not the base64 text of 32 bytes, as LOG_PUBLIC_KEY is.\n${USAGE}`)
    return 1
  }
  try {
    return await report(await readTextFile(path, EXPORT_LIMIT_BYTES), trustedKey)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    process.stderr.write(`Not verified: ${error.message}\n`)
    return 1
  }
}

async function report(text: string, trustedKey: string | undefined): Promise<number> {
  const evidence = readExport(text)
  const isLog = evidence.format === 'countersign-log/1'
  const verdict = isLog ? verifyLog(evidence, trustedKey) : await verifyEvidence(evidence, trustedKey)
  if (!verdict.ok) {
    const event = verdict.seq === null ? '' : ` First bad event: ${verdict.seq}.`
    process.stdout.write(`Not verified.${event} ${verdict.sentence}\n`)
    return 1
  }
  const lines =
    'checkpoints' in verdict
      ? [
          `Verified: the log of ${verdict.leaves} events is whole and agrees with ${verdict.checkpoints} signed checkpoints.`,
        ]
      : [
          `Verified: ${verdict.leaves} events and ${verdict.sections} sections are the ones in the signed log.`,
          `Proven by passkeys: the staging, ${verdict.proofsChecked} approvals (${verdict.approvals} count), hand-overs: ${verdict.handOvers}.`,
        ]
  lines.push(
    trustedKey === undefined
      ? `Signed with ${evidence.publicKey}. This key comes from the file: compare it with the desk's, or give it with --key.`
      : `Signed with the key you gave.`,
  )
  process.stdout.write(`${lines.join('\n')}\n`)
  return 0
}
