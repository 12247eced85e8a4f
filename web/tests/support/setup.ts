import { beforeEach } from 'vitest'
import { resetNuxt } from './nuxt'

beforeEach(() => resetNuxt())
