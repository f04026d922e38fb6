import i18next, { type BackendModule } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { addressForm, laidOver, type Words } from './address'

type Catalogue = { default: Words }
const catalogues = import.meta.glob<Catalogue>(['/src/app/strings.*.json', '/src/features/**/strings.*.json'])

/**
 * Each feature's words travel with the feature: its namespace is its folder, `records_desk` for features/records/desk.
 * In a city that says Lei, the Italian sentences that differ lie over the others; the language stays Italian.
 */
const folders: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read(language, namespace, done) {
    const folder = namespace === 'app' ? '/src/app' : `/src/features/${namespace.replaceAll('_', '/')}`
    const load = catalogues[`${folder}/strings.${language}.json`]
    if (!load) return done(new Error(`No strings for ${namespace} in ${language}`), false)
    const loadLei = language === 'it' && addressForm() === 'lei' ? catalogues[`${folder}/strings.it-lei.json`] : null
    Promise.all([load(), loadLei?.()]).then(
      ([found, lei]) => done(null, laidOver(found.default, lei?.default ?? {}) as never),
      (error: Error) => done(error, false),
    )
  },
}

export const LANGUAGES = ['it', 'en'] as const
export type Language = (typeof LANGUAGES)[number]
export const LANGUAGE_NAMES: Record<Language, string> = { it: 'Italiano', en: 'English' }
/** How numbers and dates are written in a language: as they are in Europe. */
const LOCALES: Record<Language, string> = { it: 'it-IT', en: 'en-GB' }
const CHOSEN = 'manto.language'

function isLanguage(value: string | null | undefined): value is Language {
  return LANGUAGES.includes(value as Language)
}

/** The locale for `Intl` of a language that i18next names. */
export function localeOf(language: string): string {
  return isLanguage(language) ? LOCALES[language] : language
}

/** The language chosen on this phone, else the first of the browser's that we speak, else Italian. */
export function firstLanguage(chosen: string | null, browser: readonly string[]): Language {
  if (isLanguage(chosen)) return chosen
  return browser.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'it'
}

/** The choice kept on this phone, or null: some browsers refuse storage, and then nothing is kept. */
function chosenLanguage(): string | null {
  try {
    return localStorage.getItem(CHOSEN)
  } catch {
    return null
  }
}

export async function startLanguage(): Promise<void> {
  await i18next
    .use(folders)
    .use(initReactI18next)
    .init({
      lng: firstLanguage(chosenLanguage(), navigator.languages),
      fallbackLng: false,
      supportedLngs: LANGUAGES,
      ns: ['app'],
      defaultNS: 'app',
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    })
  document.documentElement.lang = i18next.language
  i18next.on('languageChanged', (language) => {
    document.documentElement.lang = language
  })
}

/** Speak another language from now on, and remember it on this phone. */
export async function speak(language: Language): Promise<void> {
  try {
    localStorage.setItem(CHOSEN, language)
  } catch {
    // The choice lasts for this visit only.
  }
  await i18next.changeLanguage(language)
}
