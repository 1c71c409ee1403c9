import { describe, expect, it } from 'vitest'
import { formatUnits } from '@/lib/core/money'
import { readPayments } from '@/lib/stage/read-payments'
import { ALICE, COIN, DOLLAR, linesOf, LIST_CONTEXT, MERIDIAN } from '@/tests/builders/payment-lists'

const HEADER = 'recipient,asset,amount'
const read = (text: string, change = {}) => readPayments(text, { ...LIST_CONTEXT, ...change })
const lines = (...rows: string[]) => linesOf(read([HEADER, ...rows].join('\n')))

describe('payments from comma separated text', () => {
  it('reads addresses, prefixes, names of the book, symbols, token addresses and the coin', () => {
    const list = read(
      [
        `\ufeff Amount ,RECIPIENT,Asset`,
        `250.00,${ALICE},USDC`,
        `0.5,local:${ALICE},native`,
        `"1,250.75",Meridian Custody,usdc`,
        `1,${ALICE.toLowerCase()},${DOLLAR.address}`,
        `0.000000000000000001,${MERIDIAN},ETH`,
        `"1,250,000",${MERIDIAN},USDC`,
      ].join('\r\n'),
    )
    expect(linesOf(list)).toEqual([
      `USDC 250000000 ${ALICE}`,
      `ETH 500000000000000000 ${ALICE}`,
      `USDC 1250750000 ${MERIDIAN}`,
      `USDC 1000000 ${ALICE}`,
      `ETH 1 ${MERIDIAN}`,
      `USDC 1250000000000 ${MERIDIAN}`,
    ])
    expect(list).toMatchObject({ ok: true, warnings: [] })
  })

  it.each([
    ['12.3456789 has more decimals than USDC, which has 6.', `${ALICE},USDC,12.3456789`, 'amount'],
    ['The amount is zero.', `${ALICE},USDC,0.00`, 'amount'],
    ['Write the amount in digits', `${ALICE},USDC,1e6`, 'amount'],
    ['1.250,00 has commas that do not part thousands.', `${ALICE},USDC,"1.250,00"`, 'amount'],
    ['1234,567.5 has commas that do not part thousands.', `${ALICE},USDC,"1234,567.5"`, 'amount'],
    ['1234,567 may mean 1234567 or 1234.567.', `${ALICE},USDC,"1234,567"`, 'amount'],
    ['1,5 may mean 15 or 1.5.', `${ALICE},USDC,"1,5"`, 'amount'],
    ['Write the amount in digits', `${ALICE},USDC,$5`, 'amount'],
    ['1,250 may mean 1250 or 1.250. Write it without the comma.', `${ALICE},USDC,"1,250"`, 'amount'],
    ['-5 is less than nothing.', `${ALICE},USDC,-5`, 'amount'],
    ['=1+1 begins with = as a formula does. Write the plain value.', `${ALICE},USDC,=1+1`, 'amount'],
    ['+5 begins with + as a formula does.', `${ALICE},USDC,+5`, 'amount'],
    ['-A1 begins with - as a formula does.', `${ALICE},USDC,-A1`, 'amount'],
    ['=HYPERLINK("x") begins with =', `"=HYPERLINK(""x"")",USDC,5`, 'recipient'],
    ['@SUM(A1) begins with @', `${ALICE},@SUM(A1),5`, 'asset'],
    ['=A1 begins with =', ` =A1,USDC,5`, 'recipient'],
    ['the cell is empty.', `${ALICE},,5`, 'asset'],
    ['the cell is empty.', `,USDC,5`, 'recipient'],
    ['the cell is empty.', `${ALICE},USDC, `, 'amount'],
    ['Checksum does not match', `${ALICE.slice(0, -1)}5,USDC,5`, 'recipient'],
    ['The prefix says eth; this withdrawal is on local.', `eth:${ALICE},USDC,5`, 'recipient'],
    ['An address is 0x and 40 hex digits.', `0x1234,USDC,5`, 'recipient'],
    ['This is the zero address.', `0x${'0'.repeat(40)},USDC,5`, 'recipient'],
    ['Meridian custody is no address and no name in the address book.', `Meridian custody,USDC,5`, 'recipient'],
    ['Elsewhere is no address and no name', `Elsewhere,USDC,5`, 'recipient'],
    ['Grants, Safe is in the address book and not active.', `"Grants, Safe",USDC,5`, 'recipient'],
    ['DAI is not registered on Local chain.', `${ALICE},DAI,5`, 'asset'],
    ['This token is not registered on Local chain.', `${ALICE},${MERIDIAN},5`, 'asset'],
    ['An address is 0x and 40 hex digits.', `${ALICE},0xUSDC,5`, 'asset'],
  ])('says %j of %s', (sentence, row, column) => {
    expect(lines(`${ALICE},USDC,1`, row)).toEqual([expect.stringContaining(`Row 3, ${column}: ${sentence}`)])
  })

  it('names every wrong cell, in the order of the rows, and takes none of the right ones', () => {
    expect(lines(`0x1,USDC,0`, `${ALICE},USDC,1`, '', `${ALICE},EUR,1`)).toEqual([
      expect.stringContaining('Row 2, recipient: '),
      expect.stringContaining('Row 2, amount: '),
      expect.stringContaining('Row 5, asset: '),
    ])
  })

  it('asks which one is meant when two assets share a symbol', () => {
    const twin = { ...DOLLAR, address: MERIDIAN, symbol: 'usdc' }
    const list = read(`${HEADER}\n${ALICE},USDC,5`, { assets: [COIN, DOLLAR, twin] })
    expect(linesOf(list)).toEqual([
      'Row 2, asset: 2 registered assets are called USDC. Write the address of the one you mean.',
    ])
  })

  it.each([
    ['recipient;asset;amount\nx;y;1', 'The columns are separated by semicolons.'],
    ['recipient\tasset\tamount\nx\ty\t1', 'The columns are separated by tabs.'],
    ['recipient|asset|amount', 'The columns are separated by vertical bars.'],
    ['sep=;\nrecipient;asset;amount', 'The columns are separated by semicolons.'],
    [`${ALICE},USDC,5`, 'Row 1 is no header. It names the columns recipient, asset and amount, in any order.'],
    [`${HEADER},memo\n${ALICE},USDC,5,x`, 'Row 1 names a column memo, which this desk does not know.'],
    [`${HEADER},\n${ALICE},USDC,5,`, 'Row 1 has a column without a name.'],
    [`recipient,amount\n${ALICE},5`, 'Row 1 names no column asset.'],
    [`${HEADER},asset\n${ALICE},USDC,5,USDC`, 'Row 1 names the column asset 2 times.'],
    [HEADER, 'The list names its columns and holds no payment.'],
    ['', 'The list is empty.'],
    ['\ufeff \n', 'The list is empty.'],
    ['PK\u0003\u0004\0', 'This is not text in UTF-8.'],
    [`${HEADER}\nMüller \ufffd,USDC,1`, 'This is not text in UTF-8.'],
    [`${HEADER}\n"${ALICE},USDC,5`, 'Row 2: a quote is opened and not closed.'],
    [`${HEADER}\n${ALICE},USDC,1,250.00`, 'Row 2 has 4 cells, the header 3.'],
  ])('refuses %j as a whole', (text, sentence) => {
    expect(linesOf(read(text))).toEqual([expect.stringContaining(sentence)])
  })

  it('takes 400 rows, and of more says only how many', () => {
    const rows = (count: number) => Array.from({ length: count }, (_, at) => `${ALICE},USDC,${at + 1}`)
    expect(lines(...rows(400))).toHaveLength(400)
    expect(lines(...rows(401))).toEqual([expect.stringContaining('This list has 401 payments; a withdrawal holds at')])
    const short = Array.from({ length: 10_000 }, () => 'Meridian Custody,ETH,1')
    expect(lines(...short)).toEqual([expect.stringContaining('This list has 10,000 payments;')])
  })

  it('reads 256 kB and no byte more', () => {
    const padded = (bytes: number) => `${HEADER}\n${ALICE},USDC,1`.padEnd(bytes, '\n')
    expect(linesOf(read(padded(256 * 1024)))).toHaveLength(1)
    expect(linesOf(read(padded(256 * 1024 + 1)))).toEqual([
      expect.stringContaining('The list has 257 kB; up to 256 kB'),
    ])
  })

  it('shows payments that stand twice, and leaves them to the person', () => {
    const twice = [`Meridian Custody,USDC,5`, `${ALICE},USDC,5`, `${MERIDIAN},usdc,5.000000`, `${MERIDIAN},USDC,6`]
    expect(read([HEADER, ...twice].join('\n'))).toMatchObject({
      ok: true,
      legs: { length: 4 },
      warnings: [`Rows 2 and 4 each pay 5.00 USDC to ${MERIDIAN}. Keep them only if each is meant.`],
    })
  })

  it('shows hidden characters of a cell instead of obeying them', () => {
    expect(lines(`Meridian\u202e,USDC,5`)).toEqual([expect.stringContaining('Meridian‹U+202E› is no address')])
  })

  it('reads every amount it would show as the same base units', () => {
    let seed = 7n
    const random = () => (seed = (seed * 6364136223846793005n + 1442695040888963407n) % (1n << 64n))
    for (let round = 0; round < 40; round += 1) {
      const decimals = Number(random() % 37n)
      const asset = { ...DOLLAR, decimals }
      const wanted = Array.from({ length: 20 }, () => ((random() * random()) >> (random() % 128n)) + 1n)
      const rows = wanted.map((units) => {
        const { whole, fraction } = formatUnits(units, decimals)
        const plain = fraction === '' ? whole.replaceAll(',', '') : `${whole}${fraction}`
        return `${ALICE},USDC,"${plain}"`
      })
      const list = read([HEADER, ...rows].join('\n'), { assets: [asset] })
      expect(linesOf(list)).toEqual(wanted.map((units) => `USDC ${units} ${ALICE}`))
    }
  })
})
