/** A request to a node, and which of the others it waits for. */
export type Request = { readonly body: string; readonly after: readonly number[] }

/**
 * The requests that a piece of work sends with `fetch`, in the order in which it sends them. One waits for another where,
 * in every recording, the other was answered before it was sent.
 */
export async function recordRequests(work: () => Promise<void>, recordings: number): Promise<readonly Request[]> {
  const before = new Map<string, ReadonlySet<string>>()
  for (let round = 0; round < recordings; round++) {
    const seen = await recordOnce(work)
    if (round > 0 && [...seen.keys()].some((key) => !before.has(key)))
      throw new Error('the work does not send the same requests each time')
    for (const [key, answered] of seen) {
      const always = before.get(key) ?? answered
      before.set(key, new Set([...answered].filter((other) => always.has(other))))
    }
  }
  const keys = [...before.keys()]
  return keys.map((key) => ({
    body: key.slice(key.indexOf(' ') + 1),
    after: [...(before.get(key) ?? [])].map((other) => keys.indexOf(other)),
  }))
}

/** Keys are the body and how often it was sent before. */
async function recordOnce(work: () => Promise<void>): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const own = globalThis.fetch
  const sent = new Map<string, ReadonlySet<string>>()
  const answered = new Set<string>()
  globalThis.fetch = async (input, init) => {
    const body = String(init?.body)
    const earlier = [...sent.keys()].filter((key) => key.slice(key.indexOf(' ') + 1) === body).length
    const key = `${earlier} ${body}`
    sent.set(key, new Set(answered))
    const response = await own(input, init)
    const text = await response.text()
    answered.add(key)
    return new Response(text, response)
  }
  try {
    await work()
  } finally {
    globalThis.fetch = own
  }
  return sent
}

/** Sends them again, bare, each as soon as those that it waits for are answered. */
export async function replay(url: string, requests: readonly Request[]): Promise<void> {
  const answers: Promise<string>[] = []
  for (const { body, after } of requests)
    answers.push(Promise.all(after.map((place) => answers[place])).then(() => post(url, body)))
  await Promise.all(answers)
}

async function post(url: string, body: string): Promise<string> {
  const headers = { 'content-type': 'application/json' }
  return await (await fetch(url, { method: 'POST', headers, body })).text()
}
