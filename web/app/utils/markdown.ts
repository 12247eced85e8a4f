import MarkdownIt from 'markdown-it'

const reader = new MarkdownIt('commonmark', { html: false }).disable('image')

/** CommonMark to safe HTML for a preview; the server's own rendering is what buyers see. */
export function renderMarkdown(text: string): string {
  return reader.render(text)
}
