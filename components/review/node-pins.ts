/** The nodes of one chain that this browser was told to ask past the desk before, by origin; empty when it never was. */
export type NodePin = { readonly read: () => readonly string[]; readonly keep: (origins: readonly string[]) => void }

/** The pin in this browser, for one chain of one desk. The first sight is trusted; whoever takes the server over later cannot change it. */
export function browserNodePin(installation: string, chainId: number): NodePin {
  const key = `countersign-nodes-${installation}-${chainId}`
  return {
    read: () => localStorage.getItem(key)?.split('\n').filter(Boolean) ?? [],
    keep: (origins) => localStorage.setItem(key, origins.join('\n')),
  }
}

/** Whose nodes these are, each once: of a URL the origin, since the rest may be a key that is changed now and then. */
export const originsOf = (urls: readonly string[]): readonly string[] =>
  [...new Set(urls.map((url) => new URL(url).origin))].toSorted()

/** Nodes other than before, which the member has to say in person are their organisation's. */
export type NewNodes = { readonly origins: readonly string[]; readonly sentence: string }

/**
 * Which nodes a browser asks past the desk is told by the desk itself, so a server that was taken over would name its own,
 * or none. The first ones are kept; from then on others are a stop until somebody vouches for them.
 */
export function newNodes(urls: readonly string[], pin: NodePin): NewNodes | null {
  const [before, origins] = [pin.read(), originsOf(urls)]
  if (before.length === 0) {
    if (origins.length > 0) pin.keep(origins)
    return null
  }
  if (before.join('\n') === origins.join('\n')) return null
  const now = origins.length === 0 ? 'none is named' : `they are ${origins.join(' and ')}`
  const sentence = `The nodes that this browser asks past the desk changed. It knew ${before.join(' and ')}; now ${now}. Ask an admin in person before you sign.`
  return { origins, sentence }
}
