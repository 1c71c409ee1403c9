/** Gives text to the browser as a file to keep. */
export function saveFile(filename: string, text: string, contentType: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: contentType }))
  const link = document.createElement('a')
  link.href = url
  link.download = filename
  link.click()
  URL.revokeObjectURL(url)
}
