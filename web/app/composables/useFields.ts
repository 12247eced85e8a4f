type Rules<T> = { [K in keyof T]?: (value: T[K], all: T) => string | undefined }

/**
 * A small form: values, and per field the sentence that says how to fix it. A field is judged once it was left
 * (or at submit), never while it is being typed for the first time.
 */
export function useFields<T extends Record<string, unknown>>(initial: T, rules: Rules<T>) {
  const values = reactive({ ...initial }) as T
  const touched = reactive(new Set<string>())
  // What the server said about a value holds for that value only.
  const refusals = reactive(new Map<string, { value: unknown, message: string }>())

  const fault = (field: keyof T & string) => rules[field]?.(values[field], values)

  const errors = computed(() => {
    const shown: Partial<Record<keyof T & string, string>> = {}
    for (const field of Object.keys(values) as (keyof T & string)[]) {
      const refusal = refusals.get(field)
      const message = touched.has(field) ? fault(field) : undefined
      shown[field] = message ?? (refusal && refusal.value === values[field] ? refusal.message : undefined)
    }
    return shown
  })

  function focusFirst(field: string) {
    void nextTick(() => document.querySelector<HTMLElement>(`[name="${field}"]`)?.focus())
  }

  return {
    values,
    errors,
    blur: (field: keyof T & string) => { touched.add(field) },
    /** Judges every field; moves the focus to the first that needs mending. */
    check(): boolean {
      for (const field of Object.keys(values)) touched.add(field)
      const first = (Object.keys(values) as (keyof T & string)[]).find(field => fault(field))
      if (first) focusFirst(first)
      return !first
    },
    refuse(field: keyof T & string, message: string) {
      refusals.set(field, { value: values[field], message })
      focusFirst(field)
    },
    reset() {
      Object.assign(values, initial)
      touched.clear()
      refusals.clear()
    },
  }
}
