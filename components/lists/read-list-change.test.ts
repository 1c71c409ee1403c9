import { describe, expect, it } from 'vitest'
import { readListChange } from './read-list-change'

const LIST = { id: 'ofac', changes: 2 }
const GIVEN = { maxAge: '24', url: '', isRetired: false, reason: 'Asked for by the auditor.' }

describe('what is typed of a list', () => {
  it('is read in the form that is kept', () => {
    expect(readListChange(LIST, { ...GIVEN, url: ' HTTPS://Lists.Example ' }).read).toEqual({
      ...{ listId: 'ofac', after: 2, maxAgeHours: 24, url: 'https://lists.example/', isRetired: false },
      reason: 'Asked for by the auditor.',
    })
    expect(readListChange(LIST, GIVEN).read).toMatchObject({ url: null })
  })

  it.each([
    ['maxAge', '0'],
    ['maxAge', '9000'],
    ['maxAge', '1.5'],
    ['url', 'lists.example'],
    ['url', 'file:///etc/passwd'],
    ['reason', 'short'],
  ])('is refused at its field: %s %s', (field, value) => {
    const { read, problems } = readListChange(LIST, { ...GIVEN, [field]: value })
    expect([read, Object.keys(problems)]).toEqual([null, [field]])
  })
})
