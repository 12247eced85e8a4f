// Nuxt UI in Gavel's dress: three scales, 8 px controls, 44 px hit areas.
export default defineAppConfig({
  ui: {
    colors: { primary: 'baize', secondary: 'brass', success: 'baize', info: 'stone', warning: 'brass', error: 'ember', neutral: 'stone' },
    button: {
      slots: { base: 'min-h-11 min-w-11 justify-center font-medium cursor-pointer' },
      // The stock hover fades so far that white text on it falls below 4.5:1.
      compoundVariants: [
        { color: 'primary', variant: 'solid', class: 'hover:bg-primary/90 active:bg-primary/90' },
        { color: 'error', variant: 'solid', class: 'hover:bg-error/90 active:bg-error/90' },
      ],
    },
    input: { slots: { root: 'w-full', base: 'min-h-11 text-base bg-surface' } },
    textarea: { slots: { root: 'w-full', base: 'text-base bg-surface' } },
    select: { slots: { base: 'min-h-11 w-full text-base bg-surface' } },
    selectMenu: { slots: { base: 'min-h-11 w-full text-base bg-surface' } },
    dropdownMenu: { slots: { item: 'min-h-11 items-center' } },
    formField: { slots: { label: 'text-base font-medium', help: 'text-sm text-muted', error: 'text-sm' } },
    card: { slots: { root: 'rounded-card bg-surface' } },
    // All dialogs are AskDialog: without a cross, and as long as they must be on a phone.
    modal: { slots: { content: 'rounded-card bg-surface', header: 'shrink-0', footer: 'shrink-0' } },
  },
})
