/** What is vouched for of a contract: one version of it. */
export type Registered = { readonly version: number; readonly name: string; readonly functions: readonly string[] }

/** What one version says and another does not, a line each. */
export function contractChanges(before: Registered, now: Registered): readonly string[] {
  const changes = [
    ...(before.name === now.name
      ? []
      : [`It is called ${now.name}${before.name === '' ? '' : `, no longer ${before.name}`}.`]),
    ...now.functions.filter((one) => !before.functions.includes(one)).map((one) => `Vouched for now: ${one}`),
    ...before.functions.filter((one) => !now.functions.includes(one)).map((one) => `No longer vouched for: ${one}`),
  ]
  return changes.length === 0
    ? ['Name and functions are the same; the code that it runs was looked at again.']
    : changes
}
