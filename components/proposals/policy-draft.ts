/** What somebody wrote of a first policy, and from where they began. */
export type PolicyDraft = {
  readonly safeId: string
  readonly presetId: string
  /** What they typed; null while the preset stands there as it is. */
  readonly typed: string | null
  /** What they had typed before they put a preset in its place. */
  readonly setAside: string | null
}

export const beginDraft = (safeId: string, presetId: string): PolicyDraft => ({
  ...{ safeId, presetId },
  ...{ typed: null, setAside: null },
})

/** Another Safe or preset. What was typed stays: nobody loses work by looking at another preset. */
export const choose = (draft: PolicyDraft, chosen: Partial<Pick<PolicyDraft, 'safeId' | 'presetId'>>): PolicyDraft => ({
  ...draft,
  ...chosen,
})

export const type = (draft: PolicyDraft, typed: string): PolicyDraft => ({ ...draft, typed, setAside: null })

/** The preset in place of what was typed, which is kept aside. */
export const putPreset = (draft: PolicyDraft): PolicyDraft => ({ ...draft, typed: null, setAside: draft.typed })

/** What was typed, back again. */
export const bringBack = (draft: PolicyDraft): PolicyDraft => ({ ...draft, typed: draft.setAside, setAside: null })

/** What stands in the field, and what can be done about it. @param preset the text of the preset that is chosen */
export function shownOf({ typed, setAside }: PolicyDraft, preset: string) {
  return {
    text: typed ?? preset,
    mayPutPreset: typed !== null && typed !== preset,
    mayBringBack: typed === null && setAside !== null,
  }
}
