import type { Category } from '~/types/api'

let loading: Promise<void> | null = null

/** The category tree, asked for once per visit. */
export function useCategories() {
  const api = useApi()
  const { locale } = useI18n()
  const tree = useState<Category[]>('categories', () => [])

  async function load() {
    if (tree.value.length > 0) return
    loading ??= api.get<{ items: Category[] }>('/categories')
      .then((answer) => { tree.value = answer.items })
      .finally(() => { loading = null })
    await loading
  }

  /** The chain from the top category down to `id`; empty when it is not known (yet). */
  function path(id: string | null | undefined): Category[] {
    for (const top of tree.value) {
      if (top.id === id) return [top]
      const child = top.children.find(category => category.id === id)
      if (child) return [top, child]
    }
    return []
  }

  const name = (category: Category) => category.names[locale.value as keyof Category['names']] ?? category.names.uk
  return { tree, load, path, name, nameOf: (id: string | null | undefined) => { const last = path(id).at(-1); return last ? name(last) : '' } }
}
