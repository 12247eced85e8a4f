/** A reason that also stands within a sentence, as the line of a list. */
export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
