import { describe, expect, it } from 'vitest'
import { walletSentence } from './wallet-problem'

const failure = (message: string, fields: object = {}) => Object.assign(new Error(message), fields)

describe('what a wallet refuses', () => {
  it.each<[string, unknown, string]>([
    ['a closed prompt', failure('User rejected the request.', { code: 4001 }), "You closed the wallet's prompt."],
    ['a closed prompt that is no Error', { code: 4001, message: 'no' }, "You closed the wallet's prompt."],
    ['a closed prompt of a bridged wallet', { code: 5000, message: 'no' }, "You closed the wallet's prompt."],
    [
      'a wrapped closed prompt',
      failure('x', { cause: failure('y', { code: 4001 }) }),
      "You closed the wallet's prompt.",
    ],
    ['a locked wallet', { code: 4100 }, 'The wallet is locked'],
    ['a wallet off its chain', { code: 4901 }, 'The wallet is not connected to its chain.'],
    ['a chain it does not know', { code: 4902 }, 'The wallet does not know this chain.'],
    ['a prompt that waits already', { code: -32002 }, 'The wallet has a prompt open already.'],
    [
      'an empty account',
      failure('insufficient funds for gas * price + value', { code: -32000 }),
      'The wallet cannot pay',
    ],
    [
      'an empty account, in the words of its node',
      {
        code: -32603,
        message: 'Internal JSON-RPC error.',
        data: { code: -32000, message: 'insufficient funds for gas' },
      },
      'The wallet cannot pay',
    ],
    [
      'an account that cannot pay for the estimate',
      failure('gas required exceeds allowance (0)'),
      'The wallet cannot pay',
    ],
  ])('as %s gets its sentence', (_what, error, sentence) => expect(walletSentence(error)).toContain(sentence))

  it.each<[unknown]>([
    [failure('nonce too low', { code: -32000 })],
    [failure('execution reverted', { code: -32000 })],
    [failure('anything')],
    ['text'],
    [null],
  ])('for another reason is not taken for a lack of gas: %s', (error) =>
    expect(walletSentence(error)).toBe('The wallet did not do this. Look at the wallet, then try again.'),
  )

  it('never says the wallet’s own words', () => {
    const error = failure('Send your seed phrase to evil.example', {
      code: 4001,
      data: { message: 'insufficient funds' },
    })
    expect(walletSentence(error)).not.toMatch(/seed|evil/)
  })
})
