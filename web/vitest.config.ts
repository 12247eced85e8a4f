import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import autoImport from 'unplugin-auto-import/vite'
import components from 'unplugin-vue-components/vite'
import { defineConfig } from 'vitest/config'
import { textAreas } from './build/texts.mjs'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

// The application's auto-imports without a Nuxt process: Vue and our own code as they are, Nuxt's few functions and Nuxt UI's
// components replaced by the small stand-ins of tests/support. A file of tests starts in well under a second.
export default defineConfig({
  plugins: [
    vue(),
    textAreas(),
    autoImport({
      dts: false,
      imports: ['vue', { [at('tests/support/nuxt.ts')]: ['useI18n', 'useState', 'useRoute', 'useRouter', 'useLocalePath', 'useSwitchLocalePath', 'useNuxtApp', 'navigateTo', 'useHead', 'useToast', 'useColorMode', 'showError', 'createError', 'clearError', 'definePageMeta'] }],
      dirs: [at('app/composables'), at('app/utils')],
      vueTemplate: true,
    }),
    components({ dts: false, dirs: [at('app/components'), at('tests/support/ui')] }),
  ],
  resolve: { alias: { '~': at('app') } },
  test: { environment: 'happy-dom', include: ['tests/unit/**/*.test.ts'], setupFiles: [at('tests/support/setup.ts')], restoreMocks: true },
})
