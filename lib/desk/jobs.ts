/** What the worker does: one line per job, each the name of its task and the verb it performs as `system`. */
export const JOBS: readonly { readonly task: string; readonly verb: string }[] = [
  { task: 'sequence-log', verb: 'sequence-log' },
  { task: 'sign-checkpoint', verb: 'sign-checkpoint' },
  { task: 'cool-down', verb: 'cool-down' },
  { task: 'activate-policies', verb: 'activate-policies' },
  { task: 'expire', verb: 'expire' },
  { task: 'follow-submission', verb: 'follow-submission' },
  { task: 'watch-safes', verb: 'watch-safes' },
  { task: 'follow-onward', verb: 'follow-onward' },
  { task: 'derive-notices', verb: 'derive-notices' },
  { task: 'send-notices', verb: 'send-notices' },
  { task: 'refresh-lists', verb: 'refresh-lists' },
  { task: 'sweep', verb: 'sweep' },
]

/** When jobs come by themselves (SPEC §8: a checkpoint every 5 minutes). Minutes in UTC. */
export const SCHEDULE: readonly { readonly task: string; readonly match: string }[] = [
  { task: 'sign-checkpoint', match: '*/5 * * * *' },
  { task: 'sweep', match: '* * * * *' },
]
