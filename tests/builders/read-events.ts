/** One server-sent event. */
export type StreamEvent = { readonly name: string; readonly text: string }

/** Reads a stream of events one by one. */
export class EventReader {
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>
  private readonly decoder = new TextDecoder()
  private text = ''
  /** Everything that came, as it came. */
  all = ''

  constructor(body: ReadableStream<Uint8Array>) {
    this.reader = body.getReader()
  }

  /** The next event; null when the stream has ended. @throws Error when nothing comes in time */
  async next(withinMs = 5_000): Promise<StreamEvent | null> {
    for (;;) {
      const [whole = '', rest] = this.text.split(/\n\n(.*)/s)
      if (rest !== undefined) {
        this.text = rest
        const [, name = '', text = ''] = /^event: (.*)\ndata: (.*)$/s.exec(whole) ?? []
        return { name, text }
      }
      const { done, value } = await within(this.reader.read(), withinMs)
      if (done) return null
      const piece = this.decoder.decode(value, { stream: true })
      this.text += piece
      this.all += piece
    }
  }

  /** The next event of this name; others are passed over. */
  async find(name: string): Promise<StreamEvent | null> {
    for (;;) {
      const event = await this.next()
      if (event === null || event.name === name) return event
    }
  }

  async cancel(): Promise<void> {
    await this.reader.cancel()
  }
}

function within<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no event within ${milliseconds} ms`)), milliseconds)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
