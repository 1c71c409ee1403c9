import type { Address } from 'viem'
import { reporter } from '@/lib/assess/report'
import { type SettingsCall, settingsCalls } from '@/lib/assess/settings-calls'
import type { Facts, Finding, Rule } from '@/lib/assess/types'
import { isSameAddress } from '@/lib/core/address'
import { type Control, controlAfter } from '@/lib/stage/control'
import type { OwnersChange } from '@/lib/stage/types'

const codes = { THRESHOLD_ALL: 'medium', OWNER_NO_MEMBER: 'medium', OWNER_SAME_PERSON: 'medium' } as const
const say = reporter('owner-people', codes)

/** Whose keys control the Safe after a change: with none to spare, with keys of nobody here, or several of one person. */
export const ownerPeople: Rule = {
  id: 'owner-people',
  title: 'People behind the owners',
  codes,
  drifts: true,
  needs: { THRESHOLD_ALL: ['members'], OWNER_NO_MEMBER: ['members'], OWNER_SAME_PERSON: ['members'] },
  judge: (facts) => {
    const changes = settingsCalls(facts).flatMap(changeOf)
    if (changes.length === 0) return [say.pass('OWNER_NO_MEMBER', 'Who controls the Safe stays as it is.')]
    if (facts.safe === null) {
      const sentence = 'Who owns this Safe now is not known, so nobody can say whose keys it would be left to.'
      return [say.unknown('OWNER_NO_MEMBER', { sentence })]
    }
    const before: Control = facts.safe
    const findings = findingsOf(changes.reduce(controlAfter, before), facts)
    return findings.length > 0 ? findings : [say.pass('OWNER_NO_MEMBER', 'Every key belongs to another signer here.')]
  },
}

function findingsOf({ owners, threshold }: Control, { members = [] }: Facts): readonly Finding[] {
  const holderOf = (owner: Address) => members.find((one) => one.owners.some((own) => isSameAddress(own, owner)))
  const strangers = owners.filter((owner) => holderOf(owner) === undefined)
  const shared = members.filter(
    (one) => one.owners.filter((own) => owners.some((owner) => isSameAddress(owner, own))).length > 1,
  )
  return [
    ...(threshold === owners.length && owners.length > 1
      ? [
          say.fail('THRESHOLD_ALL', {
            sentence: `All ${owners.length} owners would have to sign: whoever loses a key locks the Safe for good.`,
          }),
        ]
      : []),
    ...(strangers.length > 0
      ? [
          say.fail('OWNER_NO_MEMBER', {
            sentence: `${strangers.length === 1 ? 'One owner is' : `${strangers.length} owners are`} no signer of this desk: nobody here approves with that key.`,
            evidence: strangers.map((owner) => ({ label: 'Owner', value: owner })),
          }),
        ]
      : []),
    ...shared.map(({ name, owners: own }) =>
      say.fail('OWNER_SAME_PERSON', {
        sentence: `${name} would hold several keys. The chain counts each; the desk counts the person once.`,
        evidence: own.map((owner) => ({ label: 'Key', value: owner })),
      }),
    ),
  ]
}

function changeOf(call: SettingsCall): readonly OwnersChange[] {
  switch (call.kind) {
    case 'add-owner':
    case 'remove-owner':
      return [{ kind: call.kind, owner: call.owner, threshold: Number(call.threshold) }]
    case 'swap-owner':
      return [{ kind: call.kind, oldOwner: call.oldOwner, newOwner: call.newOwner }]
    case 'change-threshold':
      return [{ kind: call.kind, threshold: Number(call.threshold) }]
    case 'enable-module':
    case 'disable-module':
    case 'set-guard':
    case 'set-module-guard':
    case 'set-fallback-handler':
    case 'change-singleton':
      return []
  }
}
