/** A share as a bar; the words beside it say the same. */
export function Bar({ share }: { share: number }) {
  const width = Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10
  return (
    <svg className="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <path d="M0 4h100" className="share-rule" vectorEffect="non-scaling-stroke" />
      <rect width={width} height="8" className="share-bar" />
    </svg>
  )
}
