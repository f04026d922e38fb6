import '@fontsource-variable/atkinson-hyperlegible-next/wght.css'
import './design/tokens.css'
import './design/amsterdam.css'
import './design/ground.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App'
import { startLanguage } from './app/i18n'
import { keepShell } from './app/newVersion'
import { startSending } from './app/outcomes'
import { wearLook } from './design/look'

wearLook()
await startLanguage()
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
startSending()
keepShell()
