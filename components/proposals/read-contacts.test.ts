import { describe, expect, it } from 'vitest'
import { readContacts, withContact } from './read-contacts'

const ADDRESS = '0x52908400098527886E0F7030069857D2E4169EE7'
const row = (part: object = {}) => ({ name: 'Alder, Ltd', address: ADDRESS, class: 'exchange', chain: '1', ...part })
const problems = (text: string) => {
  const read = readContacts(text, [1])
  return read.ok ? [] : read.problems
}

describe('a list of contacts', () => {
  it('is read in any order of columns, by chain id or short name', () => {
    const text = `address,chain,name,class\neth:${ADDRESS.toLowerCase()},eth,"Alder, Ltd",exchange\n`
    expect(readContacts(text, [1])).toEqual({
      ok: true,
      contacts: [{ id: 'alder-ltd', chainId: 1, address: ADDRESS, name: 'Alder, Ltd', class: 'exchange' }],
    })
  })

  it('takes what the fields wrote, commas and quotes too', () => {
    const text = withContact(withContact('', row()), row({ name: 'Birch "B"' }))
    expect(readContacts(text, [1])).toMatchObject({
      ok: true,
      contacts: [{ name: 'Alder, Ltd' }, { name: 'Birch "B"' }],
    })
  })

  it('reads over what a saved book says of how its entries were verified', () => {
    const text = `name,address,class,chain,verification\nAlder,${ADDRESS},exchange,1,its key signed\n`
    expect(readContacts(text, [1])).toEqual({
      ok: true,
      contacts: [{ id: 'alder', chainId: 1, address: ADDRESS, name: 'Alder', class: 'exchange' }],
    })
  })

  it.each([
    ['a column twice', 'name,address,class,chain,chain\na,b,c,1,1', 'The first row names'],
    ['no header', `${ADDRESS}\n`, 'The first row names'],
    ['an unknown column', 'name,address,class,chain,note\na,b,c,1,x', 'The first row names'],
    ['no row', 'name,address,class,chain\n', 'no contact'],
    ['another chain', withContact('', row({ chain: '10' })), 'Row 2: this desk serves no chain 10.'],
    ['another class', withContact('', row({ class: 'friend' })), 'Row 2: a class is'],
    ['a bad checksum', withContact('', row({ address: ADDRESS.replace('E', 'e') })), 'Row 2: Checksum does not match'],
    ['a prefix of another chain', withContact('', row({ address: `base:${ADDRESS}` })), 'Row 2: The prefix says base'],
    ['a short row', 'name,address,class,chain\nAlder\n', 'Row 2 does not have as many cells as the header.'],
    ['an open quote', 'name,address,class,chain\n"Alder', 'Row 2:'],
  ])('is refused for %s, with its row', (_what, text, sentence) => {
    expect(problems(text).join(' ')).toContain(sentence)
  })
})
