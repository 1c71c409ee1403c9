import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { ContactFaults } from './contact-faults'

const ADDRESS = '0x1234567890123456789012345678901234567890'
const OTHER = '0x1234567890aaaaaaaaaaaaaaaaaaaa1234567890'
const contacts = [
  { name: 'Alder', address: ADDRESS },
  { name: 'Birch', address: OTHER },
] as const

it('tells every row that is wrong, counted as a person does', () => {
  const html = renderToStaticMarkup(
    <ContactFaults
      contacts={contacts}
      problems={[
        { field: 'body.contacts.0.name', message: 'Another entry is called Alder.' },
        { field: 'body.contacts.1.address', message: 'It is listed.' },
      ]}
    />,
  )
  expect(html).toContain('<li>Row 2: Another entry is called Alder.</li>')
  expect(html).toContain('<li>Row 3: It is listed.</li>')
  expect(html).not.toContain('twin')
})

it('marks the digits in which a look-alike differs, and names whom it looks like', () => {
  const html = renderToStaticMarkup(
    <ContactFaults
      contacts={contacts}
      problems={[
        {
          field: 'body.contacts.1.address',
          message: 'It looks alike.',
          resembles: { name: 'Cedar', address: ADDRESS },
        },
      ]}
    />,
  )
  expect(html).toContain('<dt>Cedar</dt>')
  expect(html).toContain('class="diff">aa')
  expect(html).toContain('20 of 40 characters differ. The first 10 and the last 10 are the same.')
})
