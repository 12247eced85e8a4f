// The page of options, from the program itself. Usage: node tools/docs/configure.mjs BINARY [--write]; without --write prints it.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

export const page = new URL('../../docs/operate/configure.md', import.meta.url).pathname

export function render(binary) {
  const tables = execFileSync(binary, ['config', 'document'], { encoding: 'utf8' })
  return `# Configuring Gavel

Every option has a key, such as \`bidding.soft_close_window_s\`. Its value comes from, the later wins:

1. the default below;
2. the file named by \`--config\` or \`GAVEL_CONFIG\`: lines of \`key = value\`, comments begin with \`#\`;
3. the environment: \`GAVEL_BIDDING_SOFT_CLOSE_WINDOW_S\`, that is \`GAVEL_\` and the key in capitals, dots as underscores;
4. for a secret also a file: \`GAVEL_SMTP_PASSWORD_FILE=/run/secrets/smtp\`. One of the two, not both.

\`gavel config\` prints every value with its source, hides secrets and checks everything. A key that does not exist or a value that
is not accepted stops the start with a sentence that names it (exit code 2).

This page is generated (\`./dev format\`); a test keeps it fresh.

${tables}`
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const text = render(process.argv[2])
  if (process.argv.includes('--write')) writeFileSync(page, text)
  else process.stdout.write(text)
}
