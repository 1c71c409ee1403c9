import { z } from 'zod'
import type { Json } from '@/lib/core/canonical'
import type { Digest } from '@/lib/core/digest'
import type { Checkpoint, EvidencePack, Leaf, LogExport } from '@/lib/audit/types'

/** 32 bytes as 0x and lower-case hex. */
export const digestShape = z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]{64}$/)]) satisfies z.ZodType<Digest>
const count = z.int().nonnegative()
const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'expected a UTC time with milliseconds')
const publicKey = z.string().regex(/^[A-Za-z0-9+/]{43}=$/, 'expected base64 of 32 bytes')
const name = z.string().regex(/^[^\s+]+$/, 'expected a name without spaces or plus signs')
const personal = z.array(z.strictObject({ seq: count, salt: digestShape, json: z.string() })).exactOptional()

/** Shape of a leaf. Strict: a member that is not in SPEC §8 has no place in the log. */
export const leafShape: z.ZodType<Leaf> = z.strictObject({
  v: z.literal(1),
  seq: count,
  at: instant,
  actor: z.strictObject({
    kind: z.enum(['member', 'system', 'anonymous', 'bootstrap']),
    id: z.string().exactOptional(),
  }),
  action: z.string().min(1),
  subject: z.string(),
  object: z.strictObject({ type: z.string().min(1), id: z.string(), version: count, contentHash: digestShape }),
  outcome: z.enum(['done', 'refused']),
  reason: z.string(),
  personal: digestShape.nullable(),
})

const checkpointShape: z.ZodType<Checkpoint> = z.strictObject({
  origin: name,
  size: count,
  root: digestShape,
  at: instant,
  signature: z.string().regex(/^[A-Za-z0-9+/]{86}==$/, 'expected base64 of 64 bytes'),
  keyId: z.string().regex(/^[0-9a-f]{8}$/),
})

export const logExportShape: z.ZodType<LogExport> = z.strictObject({
  format: z.literal('countersign-log/1'),
  installation: name,
  publicKey,
  leaves: z.array(z.string()),
  personal,
  checkpoints: z.array(checkpointShape),
  proofs: z.strictObject({ leafHashes: z.array(digestShape) }).exactOptional(),
})

const isSections = (value: unknown): value is { readonly [section: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const evidencePackShape: z.ZodType<EvidencePack> = z.strictObject({
  format: z.literal('countersign-evidence/1'),
  installation: name,
  publicKey,
  // Opaque here: the sections are proven by hash, and each room knows the shape of its own.
  withdrawal: z.custom<{ readonly [section: string]: Json }>(isSections, 'expected an object of sections'),
  leaves: z.array(z.strictObject({ json: z.string(), proof: z.array(digestShape) })),
  personal,
  checkpoint: checkpointShape,
  manifest: z.array(z.strictObject({ section: z.string(), digest: digestShape })),
})
