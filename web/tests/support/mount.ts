import { mount } from '@vue/test-utils'
import axe from 'axe-core'
import type { Component } from 'vue'
import { expect } from 'vitest'

/** Mounts into the document, as focus, labels and axe need it. */
export function show(component: Component, props: Record<string, unknown> = {}) {
  document.body.innerHTML = '<main id="stage"></main>'
  return mount(component, { props: props as never, attachTo: '#stage', global: { stubs: { transition: false, 'transition-group': false } } })
}

/** No rule of axe may be broken. Colours are not computed here; the browser tests look at those. */
export async function expectAccessible() {
  const result = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, 'region': { enabled: false }, 'page-has-heading-one': { enabled: false } } })
  expect(result.violations.map(violation => `${violation.id}: ${violation.nodes.map(node => node.html).join(' ')}`)).toEqual([])
}

/** The text a person reads, with no-break spaces as plain ones. */
export const words = (wrapper: { text(): string }) => wrapper.text().replaceAll('\u00a0', ' ')
