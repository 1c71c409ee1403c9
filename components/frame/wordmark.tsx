/** What stands in the link to the desk, at the left end of every bar. */
export function Wordmark() {
  return (
    <>
      <svg aria-hidden="true">
        <use href="#mark" />
      </svg>
      Countersign
    </>
  )
}
