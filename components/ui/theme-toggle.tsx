'use client'
import { Icon } from './icon'

const YEAR_SECONDS = 31_536_000

/** Switches between light and dark; the choice is a cookie, so the server paints the right page at once. */
export function ThemeToggle() {
  function toggle() {
    const root = document.documentElement
    const isDark = root.dataset['theme']
      ? root.dataset['theme'] === 'dark'
      : window.matchMedia('(prefers-color-scheme: dark)').matches
    const theme = isDark ? 'light' : 'dark'
    root.dataset['theme'] = theme
    document.cookie = `theme=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
  }

  return (
    <button className="btn icon-only" type="button" onClick={toggle} aria-label="Switch between light and dark">
      <Icon name="theme" />
    </button>
  )
}
