import { describe, expect, it } from 'vitest'
import { useFields } from '../../app/composables/useFields'

const fields = () => useFields({ email: '', password: '' }, {
  email: value => (value.includes('@') ? undefined : 'no address'),
  password: value => (value.length >= 10 ? undefined : 'too short'),
})

describe('a small form', () => {
  it('judges a field only after it was left', () => {
    const { values, errors, blur } = fields()
    values.email = 'olena'
    expect(errors.value.email).toBeUndefined()
    blur('email')
    expect(errors.value.email).toBe('no address')
    expect(errors.value.password).toBeUndefined()
    values.email = 'olena@example.com'
    expect(errors.value.email).toBeUndefined()
  })

  it('judges everything at submit and moves to the first fault', async () => {
    document.body.innerHTML = '<input name="email"><input name="password">'
    const { values, errors, check } = fields()
    values.email = 'olena@example.com'
    expect(check()).toBe(false)
    expect(errors.value).toEqual({ email: undefined, password: 'too short' })
    await Promise.resolve()
    expect(document.activeElement?.getAttribute('name')).toBe('password')
    values.password = 'quiet harbour'
    expect(check()).toBe(true)
  })

  it('shows what the server refused until that value changes', () => {
    const { values, errors, refuse } = fields()
    values.email = 'olena@example.com'
    refuse('email', 'not accepted here')
    expect(errors.value.email).toBe('not accepted here')
    values.email = 'olena@example.org'
    expect(errors.value.email).toBeUndefined()
    values.email = 'olena@example.com'
    expect(errors.value.email).toBe('not accepted here')
  })

  it('begins anew', () => {
    const { values, errors, check, reset } = fields()
    values.email = 'x'
    check()
    reset()
    expect(values).toEqual({ email: '', password: '' })
    expect(errors.value).toEqual({ email: undefined, password: undefined })
  })
})
