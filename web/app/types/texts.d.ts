/** Built by build/texts.mjs: `uk/sell` -> its compiled messages. */
declare module 'virtual:texts' {
  const areas: Record<string, () => Promise<{ default: Record<string, unknown> }>>
  export default areas
}
