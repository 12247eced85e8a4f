import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { computed, defineComponent, ref, shallowRef } from 'vue'
import FileDrop from '../../app/components/files/FileDrop.vue'
import LotPapers from '../../app/components/files/LotPapers.vue'
import LotPhotos from '../../app/components/files/LotPhotos.vue'
import type { OwnFiles } from '../../app/composables/useLotFiles'
import { type Transfer, type Uploads, useUploads } from '../../app/composables/useUploads'
import type { LotFiles, OwnPhoto, Upload } from '../../app/types/api'
import { ApiOffline } from '../../app/utils/api-error'
import { document_kind, photo_kind } from '../../app/utils/file-kind'
import { expectAccessible, show, words } from '../support/mount'

const photo = (id: string, part: Partial<OwnPhoto> = {}): OwnPhoto => ({
  id, state: 'ready', refused: null, alt: null, quarter_turns: 0, turning: false,
  photo: { id, url: `/media/aa/${id}`, widths: [320, 640, 1280], width: 1600, height: 1200, placeholder: '', alt: null }, ...part,
})
const pending = (id: string, state: 'open' | 'checking') => photo(id, { state, photo: null })
const transfer = (part: Partial<Transfer>): Transfer => ({ key: 1, file: new File(['x'.repeat(100)], 'a.jpg'), type: 'image/jpeg', preview: 'blob:a', state: 'sending', sent: 42, id: null, fault: null, error: null, ...part })
const uploads = (kind = photo_kind, all: Transfer[] = []) => ({ kind, transfers: ref(all), busy: computed(() => false), add: vi.fn(), retry: vi.fn(), drop: vi.fn() })
function own(files: Partial<LotFiles> = {}, sent: Transfer[] = [], papers: Transfer[] = []) {
  return {
    files: shallowRef<LotFiles>({ photos: [], documents: [], ...files }), error: ref(null), load: vi.fn(), photos: uploads(photo_kind, sent), documents: uploads(document_kind, papers),
    arrange: vi.fn(() => Promise.resolve()), arrangeError: ref(null), edit: vi.fn(() => Promise.resolve()), remove: vi.fn(() => Promise.resolve()),
  } as unknown as OwnFiles & { arrange: ReturnType<typeof vi.fn>, edit: ReturnType<typeof vi.fn>, remove: ReturnType<typeof vi.fn> }
}
const tiles = (wrapper: ReturnType<typeof show>) => wrapper.findAll('ol > li').map(each => words(each))
const button = (wrapper: ReturnType<typeof show>, label: string) => wrapper.find(`button[aria-label="${label}"]`)

describe('the album', () => {
  it('invites, and says what it takes', async () => {
    const wrapper = show(LotPhotos, { own: own(), arrange: true })
    expect(words(wrapper)).toContain('До 24 фотографій по 20 МБ')
    expect(wrapper.find('ol').exists()).toBe(false)
    await expectAccessible()
  })

  it('shows each photo with what is going on with it, refused ones last', async () => {
    const wrapper = show(LotPhotos, {
      arrange: true,
      own: own({ photos: [photo('1'), photo('2', { state: 'refused', refused: 'animated', photo: null }), photo('3', { turning: true }), pending('4', 'checking'), pending('5', 'open'), pending('6', 'open')] },
        [transfer({ id: '6' }), transfer({ key: 2, state: 'failed', fault: 'too_large' }), transfer({ key: 3, state: 'waiting' })]),
    })
    expect(tiles(wrapper)).toEqual([
      expect.stringContaining('Обкладинка'), expect.stringContaining('Повертається'), expect.stringContaining('Перевіряється'), expect.stringContaining('не повністю'),
      expect.stringContaining('Надіслано 42 %'), expect.stringContaining('Найбільше — 20 МБ'), expect.stringContaining('Немає з’єднання'), expect.stringContaining('Рухомі зображення'),
    ])
    await expectAccessible()
  })

  it('moves photos by buttons and says where they are now', async () => {
    const mine = own({ photos: [photo('1'), photo('2'), photo('3')] })
    const wrapper = show(LotPhotos, { own: mine, arrange: true })
    expect(button(wrapper, 'Пересунути фото 1 вперед').attributes('disabled')).toBeDefined()
    await button(wrapper, 'Пересунути фото 3 вперед').trigger('click')
    expect(mine.arrange).toHaveBeenCalledWith(['1', '3', '2'])
    expect(wrapper.get('[aria-live]').text()).toBe('Тепер фото 2 з 3')
  })

  it('only adds once the lot is public', () => {
    const wrapper = show(LotPhotos, { own: own({ photos: [photo('1'), photo('2')] }), arrange: false })
    expect(wrapper.findAll('button[aria-label^="Пересунути"]')).toHaveLength(0)
    expect(button(wrapper, 'Фото 1: опис і дії').exists()).toBe(true)
  })

  it('takes no more than there is room for', async () => {
    const mine = own({ photos: Array.from({ length: 23 }, (_, at) => photo(String(at))) })
    const wrapper = show(LotPhotos, { own: mine, arrange: true })
    const files = [new File(['a'], 'a.jpg'), new File(['b'], 'b.jpg')]
    wrapper.getComponent(FileDrop).vm.$emit('files', files)
    expect(mine.photos.add).toHaveBeenCalledWith(files.slice(0, 1))
    mine.files.value = { photos: Array.from({ length: 24 }, (_, at) => photo(String(at))), documents: [] }
    await flushPromises()
    expect(words(wrapper)).toContain('Тут уже 24 фотографій')
  })

  it('opens a photo to describe, turn and remove it', async () => {
    const mine = own({ photos: [photo('1', { alt: 'Аверс', quarter_turns: 3 })] })
    const wrapper = show(LotPhotos, { own: mine, arrange: true })
    await button(wrapper, 'Фото 1: опис і дії').trigger('click')
    const dialog = wrapper.get('[role=dialog]')
    const press = (label: string) => dialog.findAll('button').find(each => words(each) === label)!.trigger('click')
    await press('Повернути')
    expect(mine.edit).toHaveBeenLastCalledWith('1', { quarter_turns: 0 })
    await dialog.get('textarea').setValue(' Реверс ')
    await press('Зберегти')
    await flushPromises()
    expect(mine.edit).toHaveBeenLastCalledWith('1', { alt: 'Реверс' })
    expect(wrapper.find('[role=dialog]').exists()).toBe(false)
    await button(wrapper, 'Фото 1: опис і дії').trigger('click')
    await wrapper.get('[role=dialog]').findAll('button').find(each => words(each) === 'Видалити')!.trigger('click')
    expect(mine.remove).toHaveBeenCalledWith('photos', '1')
  })

  it('sends again what failed for another reason than the file itself', async () => {
    const broken = transfer({ state: 'failed', error: new ApiOffline() })
    const mine = own({}, [broken])
    await button(show(LotPhotos, { own: mine, arrange: true }), 'Спробувати ще раз').trigger('click')
    expect(mine.photos.retry).toHaveBeenCalled()
  })
})

describe('documents', () => {
  it('are listed with their state and removed by name', async () => {
    const mine = own({ documents: [
      { id: '8', state: 'ready', refused: null, name: 'Сертифікат.pdf', document: { id: '8', name: 'Сертифікат.pdf', bytes: 1000, url: '/media/bb/8/document.pdf' } },
      { id: '9', state: 'refused', refused: 'not_a_pdf', name: 'Лист.pdf', document: null },
    ] })
    const wrapper = show(LotPapers, { own: mine, arrange: true })
    expect(wrapper.get('a').attributes()).toMatchObject({ href: '/media/bb/8/document.pdf', download: 'Сертифікат.pdf' })
    expect(words(wrapper)).toContain('За вмістом це не PDF.')
    await button(wrapper, 'Видалити «Лист.pdf»').trigger('click')
    expect(mine.remove).toHaveBeenCalledWith('documents', '9')
    await expectAccessible()
  })

  it('of a public lot stay', () => {
    const wrapper = show(LotPapers, { own: own({ documents: [{ id: '8', state: 'ready', refused: null, name: 'a.pdf', document: { id: '8', name: 'a.pdf', bytes: 1, url: '/x' } }] }), arrange: false })
    expect(button(wrapper, 'Видалити «a.pdf»').exists()).toBe(false)
  })
})

describe('the place to drop files', () => {
  const give = (type: string, files: File[]) => Object.assign(new Event(type, { bubbles: true, cancelable: true }), { dataTransfer: { files, types: ['Files'] }, clipboardData: { files } })
  it('takes what is dropped on it and what is pasted anywhere', () => {
    const wrapper = show(FileDrop, { label: 'Вибрати', hint: 'JPEG', accept: 'image/jpeg', icon: 'i-lucide-image' })
    const files = [new File(['a'], 'a.jpg')]
    wrapper.element.dispatchEvent(give('drop', files))
    document.dispatchEvent(give('paste', files))
    document.dispatchEvent(give('paste', []))
    const taken = wrapper.emitted('files')!
    expect(taken).toEqual([[files], [files]])
    wrapper.unmount()
    document.dispatchEvent(give('paste', files))
    expect(taken).toHaveLength(2)
  })
})

describe('sending', () => {
  it('asks for uploads one after the other, in the order chosen, so that the album has this order', async () => {
    const begun: { name: string, answer: (id: string) => void }[] = []
    const begin = (file: File) => new Promise<Upload>((resolve) => {
      begun.push({ name: file.name, answer: id => resolve({ id, state: 'open', bytes: 1, content_type: 'image/jpeg', missing: [{ from: 0, to: 1, url: '/piece', headers: {} }] } as unknown as Upload) })
    })
    vi.stubGlobal('XMLHttpRequest', class { upload = {}; open() {} setRequestHeader() {} send() {} abort() {} })
    let sending!: Uploads
    show(defineComponent({ setup: () => { sending = useUploads(photo_kind, begin, vi.fn()); return () => null } }))
    sending.add(['a.jpg', 'b.jpg', 'c.jpg'].map(name => new File(['x'], name)))
    await flushPromises()
    expect(begun.map(each => each.name)).toEqual(['a.jpg'])
    begun[0]!.answer('1')
    await flushPromises()
    // Two are sent at the same time, the third waits.
    expect(begun.map(each => each.name)).toEqual(['a.jpg', 'b.jpg'])
    begun[1]!.answer('2')
    await flushPromises()
    expect(sending.transfers.value.map(each => each.state)).toEqual(['sending', 'sending', 'queued'])
    vi.unstubAllGlobals()
  })
})
