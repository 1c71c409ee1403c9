import { concatHex, createTestClient, type Hex, http, numberToHex, toEventSelector, toFunctionSelector } from 'viem'

const DEPOSIT = toEventSelector('event Deposit(address indexed dst, uint256 wad)')
const WITHDRAWAL = toEventSelector('event Withdrawal(address indexed src, uint256 wad)')

// deposit: balance of the caller + value, and Deposit(caller, value).
const WRAP: Hex = concatHex(['0x335434013355', '0x34600052337f', DEPOSIT, '0x60206000a200'])
// withdraw: refuses more than the balance, takes it away, says Withdrawal(caller, amount) and sends the coin.
const unwrap = (refuse: Hex): Hex =>
  concatHex([
    ...(['0x60043580335410', jumpIf(refuse), '0x803354033355', '0x80600052337f', WITHDRAWAL, '0x60206000a2'] as const),
    ...(['0x600060006000600084335af115', jumpIf(refuse), '0x00'] as const),
  ])
const BALANCE: Hex = '0x6004355460005260206000f3'
const DECIMALS: Hex = '0x601260005260206000f3'
const SYMBOL: Hex = concatHex(['0x602060005260046020527f', '0x57455448', `0x${'00'.repeat(28)}`, '0x60405260606000f3'])
const REFUSE: Hex = '0x60006000fd'

/** Code of a contract that wraps the chain's coin as WETH9 does, with its events. */
export const WETH: Hex = assemble()

/** Puts it on the local chain. */
export const putWeth = (chainUrl: string, address: Hex) =>
  createTestClient({ mode: 'anvil', transport: http(chainUrl) }).setCode({ address, bytecode: WETH })

function assemble(): Hex {
  const parts: readonly (readonly [string, (refuse: Hex) => Hex])[] = [
    ['deposit()', () => WRAP],
    ['withdraw(uint256)', unwrap],
    ['balanceOf(address)', () => BALANCE],
    ['decimals()', () => DECIMALS],
    ['symbol()', () => SYMBOL],
  ]
  const SELECT: Hex = '0x60003560e01c'
  // Each compares the selector and jumps: 11 bytes.
  const first = size(SELECT) + parts.length * 11
  const refuseAt = numberToHex(first, { size: 2 })
  let at = first + 1 + size(REFUSE)
  const table: Hex[] = []
  const bodies: Hex[] = []
  for (const [signature, make] of parts) {
    const body = concatHex(['0x5b', make(refuseAt)])
    table.push(concatHex(['0x8063', toFunctionSelector(signature), '0x14', jumpIf(numberToHex(at, { size: 2 }))]))
    bodies.push(body)
    at += size(body)
  }
  return concatHex([SELECT, ...table, '0x5b', REFUSE, ...bodies])
}

function jumpIf(place: Hex): Hex {
  return concatHex(['0x61', place, '0x57'])
}

function size(code: Hex): number {
  return (code.length - 2) / 2
}
