import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { preload } from 'react-dom'
import { ANNOUNCER_ID } from '@/components/ui/announce'
import { Sprite } from '@/components/ui/sprite'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Countersign', template: '%s · Countersign' },
  robots: { index: false, follow: false },
  referrer: 'no-referrer',
}

export const viewport: Viewport = { colorScheme: 'light dark' }

const FIRST_FONTS = ['/fonts/b612-latin-400-normal.woff2', '/fonts/source-serif-4-latin-opsz-normal.woff2']

/** Waits for the request, so that no page is built ahead of it: the script nonce differs per answer. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection()
  const theme = (await cookies()).get('theme')?.value
  for (const font of FIRST_FONTS) preload(font, { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' })
  return (
    <html lang="en" data-theme={theme === 'light' || theme === 'dark' ? theme : undefined}>
      <body>
        <Sprite />
        {children}
        <div id={ANNOUNCER_ID} className="sr" role="status" />
      </body>
    </html>
  )
}
