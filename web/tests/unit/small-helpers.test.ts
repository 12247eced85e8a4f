import { describe, expect, it } from 'vitest'
import { fromLocalInput, splitDuration, toLocalInput } from '../../app/utils/duration'
import { isEmail } from '../../app/utils/email'
import { renderMarkdown } from '../../app/utils/markdown'
import { petalAngles, rosette } from '../../app/utils/rosette'
import { keepReturnPath, takeReturnPath } from '../../app/utils/return-path'
import { safeNext } from '../../app/utils/safe-next'

describe('where to go after signing in', () => {
  it.each(['/', '/my/bids?relation=won', '/en/lots/12#history', '/sell/5'])('follows %s', (next) => {
    expect(safeNext(next, '/fallback')).toBe(next)
  })

  it.each([
    'https://evil.example/', '//evil.example', '/\\evil.example', '\\\\evil.example', '/\t/evil.example', '/\n/evil.example', 'javascript:alert(1)',
    'lots', '', undefined, null, ['/lots'], '/a/../..//evil.example', '/.//evil.example',
  ])('never follows %j', (next) => {
    expect(safeNext(next, '/fallback')).toBe('/fallback')
  })

  it('follows no endless path', () => { expect(safeNext(`/${'x'.repeat(3000)}`, '/fallback')).toBe('/fallback') })
})

describe('durations', () => {
  it.each([[60, 1, 'minutes'], [5400, 90, 'minutes'], [7200, 2, 'hours'], [86_400, 1, 'days'], [129_600, 36, 'hours']])('%i s is %i %s', (seconds, count, unit) => {
    expect(splitDuration(seconds)).toEqual({ count, unit })
  })

  it('brings a moment through a local time field unchanged, to the minute', () => {
    expect(fromLocalInput(toLocalInput('2026-11-22T19:30:00.000Z'))).toBe('2026-11-22T19:30:00.000Z')
    expect([toLocalInput(null), toLocalInput('nonsense'), fromLocalInput(''), fromLocalInput('nonsense')]).toEqual(['', '', null, null])
  })
})

describe('addresses', () => {
  it.each(['a@example.com', ' olena.k+gavel@mail.example.ua '])('takes %j', (text) => { expect(isEmail(text)).toBe(true) })
  it.each(['', 'a', 'a@b', 'a b@example.com', '@example.com', 'a@example.', 'a@@example.com'])('refuses %j', (text) => { expect(isEmail(text)).toBe(false) })
})

describe('the preview of a description', () => {
  it('shows markup, keeps raw HTML as text, drops images and script links', () => {
    expect(renderMarkdown('**Fine** piece')).toBe('<p><strong>Fine</strong> piece</p>\n')
    expect(renderMarkdown('<script>alert(1)</script>')).not.toContain('<script')
    expect(renderMarkdown('![x](https://example.com/a.png)')).not.toContain('<img')
    expect(renderMarkdown('[x](javascript:alert(1))')).not.toContain('href')
  })
})

describe('the ornament of a lot without a photo', () => {
  it('is the same for the same lot and differs between neighbours', () => {
    expect(rosette('42')).toEqual(rosette('42'))
    const drawn = new Set(Array.from({ length: 24 }, (_, at) => JSON.stringify(rosette(String(100 + at)))))
    expect(drawn.size).toBeGreaterThan(12)
  })

  it('fills its square and turns evenly through half a circle', () => {
    for (const ring of rosette('7')) {
      expect(ring.rx).toBeLessThan(50)
      const angles = petalAngles(ring)
      expect(angles).toHaveLength(ring.petals)
      expect(angles[0]).toBe(0)
      expect(angles.at(-1)).toBeCloseTo(180 - 180 / ring.petals, 1)
    }
  })
})

describe('the way back after registering', () => {
  it('is given once', () => {
    keepReturnPath('/lots/12', 1000)
    expect(takeReturnPath(2000)).toBe('/lots/12')
    expect(takeReturnPath(2000)).toBeNull()
  })

  it('is forgotten when the letter is old, and never leads to another site', () => {
    keepReturnPath('/lots/12', 0)
    expect(takeReturnPath(25 * 3600 * 1000)).toBeNull()
    keepReturnPath('//evil.example', 0)
    expect(takeReturnPath(1)).toBeNull()
    localStorage.setItem('gavel.return', '{broken')
    expect(takeReturnPath(1)).toBeNull()
  })
})
