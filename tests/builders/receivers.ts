import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import type { OutboxSettings } from '@/lib/io/outbox'

export type Post = { readonly headers: IncomingHttpHeaders; readonly body: string }

/** What the receivers were given, and what they answer. */
export type Receiving = {
  readonly mails: string[]
  readonly posts: Post[]
  /** Of the receiver of webhooks. */
  readonly status?: () => number
  /** What the mail server says to a recipient; 0 takes the mail. */
  readonly refuses?: () => number
}

export type Receivers = { readonly settings: OutboxSettings; readonly close: () => Promise<void> }

/** A real mail server and a receiver of webhooks on this machine. @param secret of the webhook */
export async function startReceivers(secret: Uint8Array, receiving: Receiving): Promise<Receivers> {
  const { mails, posts, status = () => 200, refuses = () => 0 } = receiving
  const smtp = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS'], logger: false },
    onRcptTo: (_address, _session, answer) =>
      refuses() === 0 ? answer() : answer(Object.assign(new Error('no'), { responseCode: refuses() })),
    onData: (stream, _session, answer) => {
      let text = ''
      stream.on('data', (part: Buffer) => (text += part.toString()))
      stream.on('end', () => {
        mails.push(text)
        answer()
      })
    },
  })
  await new Promise<void>((resolve) => smtp.listen(0, '0.0.0.0', resolve))
  const http = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      posts.push({ headers: request.headers, body })
      response.writeHead(status(), status() === 302 ? { location: '/elsewhere' } : {}).end('x'.repeat(100))
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const portOf = ({ port }: AddressInfo) => port
  return {
    settings: {
      mail: { url: `smtp://127.0.0.1:${portOf(smtp.server.address() as AddressInfo)}`, from: 'desk@desk.example' },
      webhook: { url: `http://127.0.0.1:${portOf(http.address() as AddressInfo)}/in`, secret },
    },
    close: async () => {
      await new Promise<void>((resolve) => smtp.close(resolve))
      await new Promise((resolve) => http.close(resolve))
    },
  }
}
