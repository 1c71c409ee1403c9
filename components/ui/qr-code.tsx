import encodeQR from 'qr'

/** The quiet zone that scanners need, in modules (ISO/IEC 18004). */
const QUIET_MODULES = 4

/** A QR code in ink on paper whatever the theme: scanners want it dark on light. @param label says what it holds */
export function QrCode({ text, label }: { text: string; label: string }) {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET_MODULES })
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`0 0 ${rows.length} ${rows.length}`}>
      <path d={rows.map((row, y) => runsOf(row, y)).join('')} />
    </svg>
  )
}

/** The dark runs of one row as a path, so that no seams show between modules. */
function runsOf(row: readonly boolean[], y: number): string {
  let path = ''
  for (let x = 0; x < row.length; x += 1) {
    if (!row[x]) continue
    const start = x
    while (row[x + 1]) x += 1
    path += `M${start} ${y}h${x - start + 1}v1H${start}z`
  }
  return path
}
