import { z } from 'zod'
import { displayText, readableText } from '@/lib/core/display-text'
import { listWords } from '@/lib/core/field-problems'
import { ANY_OWNER } from '@/lib/policy/eligible'
import type { Policy } from '@/lib/policy/types'

// Two names that look alike are one to whoever reads a difference.
const isPlain = (text: string) => readableText(text) === text && displayText(text, 300) === text
const HIDDEN = 'It holds characters that are not shown as they are.'
const name = z.string().trim().min(1, 'Give it a name.').max(120).refine(isPlain, HIDDEN)
const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'An id is lower-case letters, digits and hyphens.')
  .refine((value) => value !== ANY_OWNER, `The id ${ANY_OWNER} is kept for the Safe's own threshold.`)
const seconds = z
  .int()
  .min(0)
  .max(366 * 24 * 3600)
const units = z.string().regex(/^(0|[1-9]\d{0,77})$/, 'A maximum is a whole number of base units.')

const assetAddress = z.union(
  [z.literal('native'), z.templateLiteral(['0x', z.string().regex(/^[0-9a-fA-F]{40}$/)])],
  'An asset is native or a contract address.',
)

const slots = z.strictObject({ group: id, need: z.int().min(1, 'A group gives at least one.').max(50) })
const quorum = z.array(slots).max(20)

// Without an asset it would read like no limit and be one that nothing meets.
const maximums = z
  .record(assetAddress, units)
  .refine((limits) => Object.keys(limits).length > 0, 'Name at least one asset, or leave the maximum out.')

const condition = z.strictObject({
  assets: z.array(assetAddress).min(1).max(200).optional(),
  maxUnits: maximums.optional(),
  activeRecipientsOnly: z.boolean().optional(),
  rolling: z
    .strictObject({
      seconds: seconds.min(60, 'A window is a minute or longer.'),
      maxUnits: maximums,
    })
    .optional(),
})

const baseRule = z.strictObject({
  name,
  class: z.enum(['transfer', 'contract-call', 'configuration'], 'A cancel follows the Safe’s threshold, never a rule.'),
  when: condition,
  quorum,
  delaySeconds: seconds,
  expirySeconds: seconds.min(60, 'A withdrawal stays open for at least a minute.'),
  factors: z.array(z.string().regex(/^[a-z0-9-]{1,40}$/)).min(1, 'At least one factor is accepted.'),
  offlineVerdict: z.boolean().optional(),
})

const sentence = z.string().trim().min(1).max(280).refine(isPlain, HIDDEN)
const overlay = z.strictObject({
  name,
  unless: condition,
  effect: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('block'), sentence }),
    z.strictObject({ kind: z.literal('hold'), sentence }),
    z.strictObject({
      kind: z.literal('require'),
      quorum,
      delaySeconds: seconds,
      offlineVerdict: z.boolean().optional(),
    }),
  ]),
})

const group = z.strictObject({ id, name, members: z.array(z.string().min(1).max(120)).min(1, 'A group has members.') })

/**
 * Reads a policy of our own rows.
 * @param body its JSON text
 * @throws Error when it is not a policy: what is stored was checked before
 */
export function parsePolicy(body: string): Policy {
  return policySchema.parse(JSON.parse(body))
}

/**
 * A policy as stored (SPEC §4). Refuses what the types cannot say: unknown or repeated groups, repeated names, a need
 * above a group's size. Whether real people can fill it is `unsatisfiableReasons`.
 */
export const policySchema: z.ZodType<Policy> = z
  .strictObject({
    id: z.string().min(1).max(120),
    version: z.int().min(1),
    groups: z.array(group).max(50),
    rules: z.array(baseRule).max(200),
    overlays: z.array(overlay).max(200),
    // What editors look up to complete and check what is typed; it says nothing about the Safe and is not kept.
    $schema: z.string().max(300).optional(),
  })
  .superRefine((policy, context) => {
    const say = (message: string, ...path: (string | number)[]) => context.addIssue({ code: 'custom', message, path })
    const sizes = new Map(policy.groups.map(({ id: groupId, members }) => [groupId, new Set(members).size]))
    for (const [list, keys] of [
      ['groups', policy.groups.map((entry) => entry.id)],
      ['rules', policy.rules.map((entry) => entry.name)],
      ['overlays', policy.overlays.map((entry) => entry.name)],
    ] as const)
      keys.forEach((key, place) => keys.indexOf(key) < place && say(`${key} is there twice.`, list, place))
    const quorums = [
      ...policy.rules.map((entry, place) => ({ path: ['rules', place], slots: entry.quorum })),
      ...policy.overlays.map(({ effect }, place) => ({
        path: ['overlays', place, 'effect'],
        slots: effect.kind === 'require' ? effect.quorum : [],
      })),
    ]
    for (const { path, slots: asked } of quorums)
      for (const [place, { group: groupId, need }] of asked.entries()) {
        const size = sizes.get(groupId)
        if (size === undefined)
          say(`There is no group ${groupId}. ${groupWords([...sizes.keys()])}`, ...path, 'quorum', place, 'group')
        else if (size < need)
          say(`Group ${groupId} has ${size} members and must give ${need}.`, ...path, 'quorum', place)
        if (asked.findIndex((other) => other.group === groupId) < place)
          say(`Group ${groupId} is asked twice.`, ...path, 'quorum', place)
      }
  })
  .transform(({ $schema: _editor, ...policy }) => policy)

const groupWords = (ids: readonly string[]): string =>
  ids.length === 0
    ? 'No group is written down under groups yet.'
    : ids.length === 1
      ? `The one group is ${ids.join()}.`
      : `The groups are ${listWords(ids)}.`
