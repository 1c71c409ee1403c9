/** The pages that exist, in the order of the bar. */
export const PAGES = [
  { href: '/', title: 'Desk' },
  { href: '/inbox', title: 'Inbox' },
  { href: '/withdrawals', title: 'Withdrawals' },
  { href: '/stage', title: 'Stage' },
  { href: '/inspect', title: 'Inspect' },
  { href: '/lists', title: 'Lists' },
  { href: '/safes', title: 'Safes' },
  { href: '/book', title: 'Book' },
  { href: '/members', title: 'Members' },
  { href: '/freezes', title: 'Freezes' },
  { href: '/admin', title: 'Admin' },
  { href: '/security', title: 'My security' },
] as const

export type PageHref = (typeof PAGES)[number]['href']
