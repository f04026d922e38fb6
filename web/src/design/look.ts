// Light or dark: as the device says, unless chosen otherwise on this device.

export type Look = 'system' | 'light' | 'dark'
const STORED = 'manto.look'

export function chosenLook(): Look {
  try {
    const stored = localStorage.getItem(STORED)
    return stored === 'light' || stored === 'dark' ? stored : 'system'
  } catch {
    return 'system' // Some browsers refuse storage.
  }
}

/** Shows the chosen look; tokens.css has the colours of each. */
export function wearLook(look: Look = chosenLook()): void {
  if (look === 'system') delete document.documentElement.dataset.look
  else document.documentElement.dataset.look = look
}

export function chooseLook(look: Look): void {
  wearLook(look)
  try {
    if (look === 'system') localStorage.removeItem(STORED)
    else localStorage.setItem(STORED, look)
  } catch {
    // The choice lasts for this visit only.
  }
}
