import { beforeEach } from 'vitest'
import { resetNuxt } from './nuxt'

// A test that means to talk to the server says what the server answers; nothing reaches a real network.
globalThis.fetch = () => Promise.reject(new TypeError('no network in tests'))

beforeEach(() => resetNuxt())
