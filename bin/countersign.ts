import { verifyAuditFile } from './commands/audit-verify'
import { makeKeys } from './commands/make-keys'
import { verifyFiles } from './commands/verify'

type Command = { words: readonly string[]; usage: string; run: (args: readonly string[]) => Promise<number> }

const commands: readonly Command[] = [
  { words: ['verify'], usage: 'verify FILE… [--json]', run: verifyFiles },
  { words: ['audit', 'verify'], usage: 'audit verify FILE', run: verifyAuditFile },
  { words: ['keys'], usage: 'keys', run: makeKeys },
  {
    words: ['bootstrap'],
    usage: 'bootstrap --name ORGANISATION --admin ID=NAME=ADDRESS --admin ID=NAME=ADDRESS [--factor-cooling SECONDS] …',
    // The verifier stays free of the database's code.
    run: async (args) => (await import('./commands/bootstrap')).bootstrapDesk(args),
  },
  {
    words: ['backup'],
    usage: 'backup FILE',
    run: async (args) => (await import('./commands/backup')).backupDesk(args),
  },
  {
    words: ['restore'],
    usage: 'restore FILE KEYS',
    run: async (args) => (await import('./commands/backup')).restoreDesk(args),
  },
]

const args = process.argv.slice(2)
const command = commands.find(({ words }) => words.every((word, place) => args[place] === word))

if (command === undefined) {
  process.stderr.write(`Usage:\n${commands.map(({ usage }) => `  countersign ${usage}\n`).join('')}`)
  process.exitCode = 1
} else {
  process.exitCode = await command.run(args.slice(command.words.length))
}
