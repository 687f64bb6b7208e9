import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const root = import.meta.dirname

export default defineConfig({
  root,
  plugins: [react()],
  build: { outDir: join(root, '../../dist/console'), emptyOutDir: true, chunkSizeWarningLimit: 1_000 },
  logLevel: 'warn',
})
