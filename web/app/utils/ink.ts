/** Brass is for icons: letters below 18 px would be too faint in it, so they are dark. */
export const inkOf = (tone: string) => (tone === 'text-live' ? 'text-highlighted' : tone)
