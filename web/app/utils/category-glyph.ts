// One quiet glyph per category. Literal icon names, so that the build can find and bundle every one of them.
const glyphs: [RegExp, string][] = [
  [/coin|numism|monet|banknot|money/, 'i-lucide-coins'],
  [/stamp|phila|post/, 'i-lucide-mail'],
  [/watch|clock|horolog/, 'i-lucide-watch'],
  [/art|paint|graphic|icon/, 'i-lucide-palette'],
  [/book|manuscript|print/, 'i-lucide-book-open'],
  [/jewel|silver|gold|gem/, 'i-lucide-gem'],
  [/militar|medal|award|badge|order/, 'i-lucide-medal'],
  [/porcelain|ceramic|glass|china|kitchen/, 'i-lucide-amphora'],
  [/furnitur|interior|home/, 'i-lucide-armchair'],
  [/photo|camera|optic/, 'i-lucide-camera'],
  [/music|vinyl|record|instrument|guitar/, 'i-lucide-disc-3'],
  [/toy|game|doll|model/, 'i-lucide-puzzle'],
  [/comput|electron|phone|tech|console|laptop/, 'i-lucide-cpu'],
  [/car|auto|moto|bike|vehicle/, 'i-lucide-car'],
  [/cloth|fashion|bag|shoe|textile|embroid/, 'i-lucide-shirt'],
  [/sport/, 'i-lucide-trophy'],
  [/tool|garden/, 'i-lucide-hammer'],
  [/map|postcard|paper|document/, 'i-lucide-map'],
  [/antique|folk|rarit/, 'i-lucide-scroll'],
]

const tints = ['var(--field-sand)', 'var(--field-moss)', 'var(--field-clay)', 'var(--field-slate)']

/** A field colour by top category, so that a page of lots without photos is not one grey wall. */
export function categoryTint(id: string | null | undefined): string {
  const top = (id ?? '').split('-')[0]!
  let sum = 0
  for (const letter of top) sum = (sum * 31 + letter.codePointAt(0)!) % 997
  return tints[sum % tints.length]!
}

/** The glyph for a category id; a leaf such as `coins-ukraine` falls to the first rule that fits. */
export function categoryGlyph(id: string | null | undefined): string {
  return glyphs.find(([pattern]) => pattern.test(id ?? ''))?.[1] ?? 'i-lucide-package'
}
