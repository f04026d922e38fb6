import i18next from 'i18next'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { addressForm, laidOver, speakWith } from './address'
import { speak, startLanguage } from './i18n'

describe('words that say Lei', () => {
  it('lie over those that say tu, sentence by sentence', () => {
    const tu = { go: 'Entra', page: { title: 'Oggi', text: 'Puoi' }, new: { title: 'Qui' } }

    expect(laidOver(tu, { go: 'Entrare', page: { text: 'Può' }, new: 'Un testo', gone: 'Via' })).toEqual({
      go: 'Entrare',
      page: { title: 'Oggi', text: 'Può' },
      new: { title: 'Qui' },
    })
  })
})

describe("the city's form of address", () => {
  it("is the page's own before the city has answered", async () => {
    document.documentElement.dataset.addressForm = 'lei'
    vi.resetModules()
    const { addressForm: first } = await import('./address')

    expect(first()).toBe('lei')
    delete document.documentElement.dataset.addressForm
  })
})

describe('the words of the app', () => {
  beforeAll(async () => {
    localStorage.setItem('manto.language', 'it')
    await startLanguage()
  })

  it('say tu until the city asks for Lei, and again when it no longer does', async () => {
    await i18next.loadNamespaces('residents')
    const said = () => ['signIn', 'places.today', 'residents:me.consents', 'residents:lookups.title'].map((key) => i18next.t(key))
    expect(said()).toEqual(['Entra', 'Oggi', 'I tuoi consensi', 'Chi ha guardato'])

    await speakWith('lei')
    expect(said()).toEqual(['Entrare', 'Oggi', 'I suoi consensi', 'Chi ha guardato'])
    expect([i18next.language, document.documentElement.lang]).toEqual(['it', 'it'])
    expect(addressForm()).toBe('lei')

    await i18next.loadNamespaces('signin')
    expect(i18next.t('signin:title')).toBe('Accesso')

    await speakWith('tu')
    expect(said()[0]).toBe('Entra')
  })

  it('are as ever in other languages', async () => {
    await speak('en')
    const before = i18next.t('signIn')

    await speakWith('lei')
    expect(i18next.t('signIn')).toBe(before)
  })
})
