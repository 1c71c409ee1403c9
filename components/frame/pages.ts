/** The pages that exist, in the order of the bar. */
export const PAGES = [
  { href: '/', title: 'Desk' },
  { href: '/stage', title: 'Stage' },
  { href: '/freezes', title: 'Freezes' },
] as const

export type PageHref = (typeof PAGES)[number]['href']
