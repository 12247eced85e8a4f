import { flushPromises } from '@vue/test-utils'
import { nextTick } from 'vue'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import GalleryTrack from '../../app/components/gallery/GalleryTrack.vue'
import LotGallery from '../../app/components/gallery/LotGallery.vue'
import LotDocuments from '../../app/components/gallery/LotDocuments.vue'
import LotCardView from '../../app/components/lots/LotCard.vue'
import LotPhoto from '../../app/components/lots/LotPhoto.vue'
import SellerCard from '../../app/components/lots/SellerCard.vue'
import MineRow from '../../app/components/mine/MineRow.vue'
import type { LotCard, Photo } from '../../app/types/api'
import { fileSizeText } from '../../app/utils/file-size'
import { turnOf } from '../../app/utils/gallery-keys'
import { photoFallback, photoFiles, photoSizes } from '../../app/utils/photo'
import { fitted, kept, moved, whole, zoomedAt, zoom_max } from '../../app/utils/zoom'
import { expectAccessible, show, words } from '../support/mount'
import { lot, uah } from '../support/samples'

const photo = (part: Partial<Photo> = {}): Photo => ({
  id: '31', url: '/media/3f/3f09', widths: [320, 640, 1280], width: 4000, height: 3000, placeholder: 'data:image/webp;base64,AAAA', alt: null, ...part,
})
const upright = photo({ id: '32', url: '/media/3f/3f10', widths: [240, 480, 960], width: 3000, height: 4000, alt: 'Реверс' })
const many = (count: number) => Array.from({ length: count }, (_, at) => photo({ id: String(at + 1), url: `/media/00/${at + 1}` }))
const card = (part: Partial<LotCard> = {}): LotCard => ({
  id: '12', title: 'Монета', state: 'running', category_id: 'coins-ukraine', condition: 'good', location: 'Львів', start_price: uah(100), price: null, bids: 0, reserve: 'none',
  starts_at: '2026-01-01T00:00:00Z', ends_at: '2036-01-01T00:00:00Z', original_ends_at: '2036-01-01T00:00:00Z', version: 1, photo: null, promotions: [], ...part,
})

describe('the files of a photo', () => {
  it('are offered by width, in each format', () => {
    expect(photoFiles(photo(), 'avif')).toBe('/media/3f/3f09/320.avif 320w, /media/3f/3f09/640.avif 640w, /media/3f/3f09/1280.avif 1280w')
    expect(photoFiles(photo({ url: 'https://files.example/m/1', widths: [96] }), 'webp')).toBe('https://files.example/m/1/96.webp 96w')
  })

  it.each([[[320, 640, 1280], 640], [[240, 480, 960], 480], [[900], 900], [[200], 200]])('of widths %j fall back to %i', (widths, chosen) => {
    expect(photoFallback(photo({ widths }))).toBe(`/media/3f/3f09/${chosen}.jpg`)
  })

  // Catalogue's head_test.cpp has the same words: the page's head fetches this very file before the application asks for it.
  it('of a lot are asked for in the words of the preload in its page\'s head', () => {
    const sizes = (part: Partial<Photo>) => show(GalleryTrack, { photos: [photo(part)], title: 'Монета', modelValue: 0 }).get('source').attributes('sizes')
    expect(sizes({})).toBe('(max-width: 1023px) calc(100vw - 2.5rem), 660px')
    expect(sizes({ width: 3000, height: 4000 })).toBe('(max-width: 1023px) calc(calc(100vw - 2.5rem) * 0.56), calc(660px * 0.56)')
  })

  it('are chosen by the width that the picture fills, not by that of its place', () => {
    expect(photoSizes(photo(), [['(max-width: 419px)', '96px'], ['', '33vw']], 4 / 3)).toBe('(max-width: 419px) 96px, 33vw')
    expect(photoSizes(photo({ width: 4000, height: 1000 }), [['', '33vw']], 4 / 3)).toBe('33vw')
    expect(photoSizes(upright, [['(max-width: 419px)', '96px'], ['', '33vw']], 4 / 3)).toBe('(max-width: 419px) calc(96px * 0.56), calc(33vw * 0.56)')
  })
})

describe('one photo', () => {
  it('is a blur until it is loaded', async () => {
    const wrapper = show(LotPhoto, { photo: photo(), alt: 'Аверс', sizes: '96px' })
    const image = wrapper.get('img')
    expect([image.attributes('width'), image.attributes('height'), image.attributes('loading'), image.attributes('alt')]).toEqual(['4000', '3000', 'lazy', 'Аверс'])
    expect(wrapper.findAll('source').map(each => each.attributes('type'))).toEqual(['image/avif', 'image/webp'])
    expect(image.attributes('style')).toContain('data:image/webp')
    await image.trigger('load')
    await flushPromises()
    expect(image.attributes('style') ?? '').not.toContain('data:image')
    expect(wrapper.emitted('settled')).toHaveLength(1)
    await wrapper.setProps({ photo: upright })
    expect(image.attributes('style')).toContain('data:image/webp')
  })
})

describe('pictures in lists', () => {
  it('show the first photo, or the field of the lot', async () => {
    expect(show(LotCardView, { lot: card() }).find('img').exists()).toBe(false)
    const wrapper = show(LotCardView, { lot: card({ photo: upright }), eager: true })
    expect([wrapper.get('img').attributes('loading'), wrapper.get('img').attributes('alt')]).toEqual(['eager', 'Реверс'])
    await expectAccessible()
  })

  it('do not repeat the title, and wait to be scrolled to', () => {
    const image = show(MineRow, { lot: card({ photo: photo() }), to: '/lots/12' }).get('img')
    expect([image.attributes('loading'), image.attributes('alt')]).toEqual(['lazy', ''])
  })
})

describe('the gallery of a lot', () => {
  const gallery = (photos: Photo[]) => show(LotGallery, { photos, title: 'Монета' })
  const position = (wrapper: ReturnType<typeof gallery>) => words(wrapper.get('[aria-live]'))
  beforeEach(() => { Element.prototype.scrollTo = vi.fn() as never })

  it('of one photo has nothing to turn', async () => {
    const wrapper = gallery([upright])
    expect(wrapper.findAll('[aria-current]')).toHaveLength(0)
    expect(wrapper.findAll('button').map(each => each.attributes('aria-label'))).toEqual(['На весь екран'])
    expect([wrapper.get('img').attributes('alt'), wrapper.get('img').attributes('fetchpriority')]).toEqual(['Реверс', 'high'])
    await expectAccessible()
  })

  it('fetches the large photos one by one: the first, then those beside what is looked at', async () => {
    const wrapper = gallery(many(24))
    const large = () => wrapper.findAll('[tabindex="0"] img').filter(each => each.attributes('loading') === 'eager').map(each => each.attributes('src'))
    expect(large()).toEqual(['/media/00/1/640.jpg'])
    await wrapper.get('img').trigger('load')
    await flushPromises()
    expect(large()).toEqual(['/media/00/1/640.jpg', '/media/00/2/640.jpg'])
    await wrapper.findAll('[aria-current]')[9]!.trigger('click')
    expect(large()).toEqual([1, 2, 9, 10, 11].map(each => `/media/00/${each}/640.jpg`))
    expect(position(wrapper)).toContain('Фото 10 з 24')
    await expectAccessible()
  })

  it('turns by arrow keys and stops at the ends', async () => {
    const wrapper = gallery(many(3))
    const strip = wrapper.get('ul')
    for (const [key, at] of [['ArrowLeft', 1], ['ArrowRight', 2], ['End', 3], ['ArrowRight', 3], ['Home', 1]] as const) {
      await strip.trigger('keydown', { key })
      expect(position(wrapper)).toContain(`Фото ${at} з 3`)
    }
    expect(wrapper.get('[aria-label="Попереднє фото"]').attributes('aria-disabled')).toBe('true')
  })

  it('takes the focus along among the thumbnails, which are one stop for Tab', async () => {
    const wrapper = gallery(many(3))
    const thumbs = wrapper.findAll<HTMLElement>('[aria-current]')
    thumbs[0]!.element.focus()
    await thumbs[0]!.trigger('keydown', { key: 'ArrowRight' })
    await nextTick()
    expect(document.activeElement).toBe(thumbs[1]!.element)
    expect(thumbs.map(each => [each.attributes('aria-current'), each.attributes('tabindex')])).toEqual([['false', '-1'], ['true', '0'], ['false', '-1']])
  })

  it('opens on the whole screen, turns and zooms there, and comes back with the photo that was looked at', async () => {
    const wrapper = gallery(many(4))
    await wrapper.get('[aria-label="На весь екран"]').trigger('click')
    const dialog = wrapper.get<HTMLDialogElement>('dialog')
    expect(dialog.element.open).toBe(true)
    await expectAccessible()
    await dialog.trigger('keydown', { key: 'ArrowRight' })
    expect(dialog.findAll('img').map(each => each.attributes('src'))).toEqual([1, 2, 3].map(each => `/media/00/${each}/640.jpg`))
    const lies = () => dialog.findAll('[style*=transform]').map(each => each.attributes('style'))
    await dialog.trigger('keydown', { key: '+' })
    expect(lies()[0]).toContain('scale(1.6)')
    await dialog.trigger('keydown', { key: 'ArrowRight' })
    expect(words(dialog.get('[aria-live]'))).toContain('Фото 2 з 4')
    await dialog.trigger('keydown', { key: '-' })
    expect(lies()[0]).toContain('scale(1)')
    dialog.element.close()
    await nextTick()
    expect(wrapper.find('dialog').exists()).toBe(false)
    expect(position(wrapper)).toContain('Фото 2 з 4')
  })

  it('stays on a photo that exists when the seller removes others', async () => {
    const wrapper = gallery(many(3))
    await wrapper.get('ul').trigger('keydown', { key: 'End' })
    await wrapper.setProps({ photos: many(2) })
    expect(position(wrapper)).toContain('Фото 2 з 2')
  })
})

describe('keys that turn', () => {
  const press = (key: string, part = {}) => turnOf({ key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...part }, 2, 5)
  it.each([['ArrowLeft', 1], ['ArrowRight', 3], ['Home', 0], ['End', 5], ['a', null]])('%s', (key, to) => { expect(press(key)).toBe(to) })
  it('leave the browser its own', () => { expect([press('ArrowLeft', { altKey: true }), press('Home', { ctrlKey: true }), press('ArrowRight', { metaKey: true })]).toEqual([null, null, null]) })
})

describe('zoom', () => {
  const box = { width: 400, height: 800 }
  const shown = fitted({ width: 4000, height: 3000 }, box)

  it('begins with the whole picture', () => {
    expect(shown).toEqual({ width: 400, height: 300 })
    expect(fitted({ width: 1000, height: 4000 }, box)).toEqual({ width: 200, height: 800 })
    expect(kept({ scale: 0.4, x: 50, y: 50 }, shown, box)).toEqual(whole)
  })

  it('keeps what is under the finger under the finger', () => {
    const point = { x: 120, y: -60 }
    const zoom = zoomedAt({ scale: 2, x: 30, y: 10 }, 1.5, point)
    expect((point.x - zoom.x) / zoom.scale).toBeCloseTo((point.x - 30) / 2)
    expect((point.y - zoom.y) / zoom.scale).toBeCloseTo((point.y - 10) / 2)
    expect(zoomedAt(whole, 100, point).scale).toBe(zoom_max)
    expect(zoomedAt(zoom, 0.001, point).scale).toBe(1)
  })

  it('never moves the picture out of its window', () => {
    expect(kept(moved({ scale: 2, x: 0, y: 0 }, { x: 999, y: 999 }), shown, box)).toEqual({ scale: 2, x: 200, y: 0 })
    expect(kept(moved({ scale: 4, x: 0, y: 0 }, { x: -9999, y: -9999 }), shown, box)).toEqual({ scale: 4, x: -600, y: -200 })
  })
})

describe('documents', () => {
  it('are a list to download', async () => {
    const wrapper = show(LotDocuments, { documents: [{ id: '5', name: 'Сертифікат.pdf', bytes: 612_000, url: '/media/5/f.pdf' }] })
    expect(words(wrapper)).toMatch(/Документи.*Сертифікат\.pdf.*612 кБ/)
    expect(wrapper.get('a').attributes('href')).toBe('/media/5/f.pdf')
    await expectAccessible()
  })
  it('take no room when there are none', () => { expect(show(LotDocuments, { documents: [] }).find('section').exists()).toBe(false) })

  it.each([[1, 'en', '1 kB'], [612_400, 'en', '612 kB'], [999_600, 'en', '1 MB'], [2_440_000, 'en', '2.4 MB'], [2_440_000, 'uk', '2,4 МБ'], [612_400, 'ru', '612 кБ']])('%i bytes in %s are %s', (bytes, language, text) => {
    expect(fileSizeText(bytes, language).replaceAll('\u00a0', ' ')).toBe(text)
  })
})

describe('the portrait of a seller', () => {
  it('stands in for the initial', async () => {
    const { seller } = lot()
    expect(words(show(SellerCard, { seller, location: 'Львів' }))).toMatch(/^К/)
    const wrapper = show(SellerCard, { seller: { ...seller, avatar: photo({ widths: [96, 256, 512], width: 900, height: 900 }) }, location: 'Львів' })
    expect(wrapper.get('img').attributes('sizes') ?? wrapper.get('source').attributes('sizes')).toBe('48px')
    expect(words(wrapper)).toMatch(/^Продавець/)
    await expectAccessible()
  })
})
