import { describe, expect, it } from 'vitest'
import LotCardView from '../../app/components/lots/LotCard.vue'
import MineRow from '../../app/components/mine/MineRow.vue'
import type { LotCard } from '../../app/types/api'
import { isBold, isHighlighted, isPlaced } from '../../app/utils/promotions'
import { expectAccessible, show, words } from '../support/mount'
import { uah } from '../support/samples'

const card = (promotions: LotCard['promotions']): LotCard => ({
  id: '12', title: 'Монета', state: 'running', category_id: 'coins-ukraine', condition: 'good', location: 'Львів', start_price: uah(100), price: null, bids: 0, reserve: 'none',
  starts_at: '2026-01-01T00:00:00Z', ends_at: '2036-01-01T00:00:00Z', original_ends_at: '2036-01-01T00:00:00Z', version: 1, photo: null, promotions,
})

describe('what a seller has paid for', () => {
  it.each([
    [[], false, false, false],
    [['top'], true, false, false],
    [['home'], true, false, false],
    [['highlight'], false, true, false],
    [['bold'], false, false, true],
    [['bold', 'highlight', 'home', 'top'], true, true, true],
  ] as [LotCard['promotions'], boolean, boolean, boolean][])('%j: placed %s, highlighted %s, bold %s', (promotions, placed, highlighted, bold) => {
    const wrapper = show(LotCardView, { lot: card(promotions) })
    expect(words(wrapper).includes('Просувається')).toBe(placed)
    expect(wrapper.find('article').classes().includes('border-brass-500')).toBe(highlighted)
    expect(wrapper.find('h3').classes().includes('font-bold')).toBe(bold)
  })

  it('is readable and named', async () => {
    show(LotCardView, { lot: card(['bold', 'highlight', 'top']) })
    await expectAccessible()
  })

  it('is said in lists of one\'s own, too', () => {
    expect(words(show(MineRow, { lot: card(['top']), to: '/lots/12' }))).toContain('Просувається')
    expect(words(show(MineRow, { lot: card(['bold']), to: '/lots/12' }))).not.toContain('Просувається')
  })

  it('is nothing in an answer that does not know promotions', () => {
    for (const asked of [isPlaced, isHighlighted, isBold]) expect(asked({})).toBe(false)
  })
})
