import { Copy } from '../ui/copy'
import { Section } from '../ui/section'

/** What evidence is verified with. Whoever takes it from the evidence itself verifies nothing but that it fits itself. */
export function LogKeySection({ publicKey }: { publicKey: string }) {
  return (
    <Section id="log-key" title="The log’s key" meta="public">
      <p className="quiet">
        Whoever verifies evidence compares the key that signed it with this, or gives this after --key. Hand it over by
        another way than the file.
      </p>
      <p className="log-key">
        <code className="hex">{publicKey}</code> <Copy value={publicKey} what="the log’s key" />
      </p>
    </Section>
  )
}
