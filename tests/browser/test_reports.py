"""A problem reported on a phone by somebody without an account, and what the office makes of it."""

import io

from PIL import Image
from playwright.sync_api import Browser, expect
from tests.browser.conftest import City, phone, screen


def a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (2400, 1200), (90, 120, 60)).save(out, "JPEG")
    return out.getvalue()


def test_a_stranger_reports_in_three_steps_and_hears_what_became_of_it(browser: Browser, city: City) -> None:
    """What, where by her own choice, a picture; then her code; the officer closes it; the next one may join."""
    with phone(browser, city, locale="it-IT") as her:
        her.opens("/services").settles().follows("Segnala un problema")
        her.sees("Passo 1 di 3").meets_no_barrier().has_no_sideways_scroll().has_targets_of(24)
        her.presses("Rampa ostruita").sees("Dov'è?")
        her.presses("Usa la mia posizione").sees("La posizione è presa").meets_no_barrier().has_no_sideways_scroll()
        her.presses("Avanti").sees("Qualcos'altro?")
        her.page.locator("input[type=file]").set_input_files(
            [{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": a_picture()}]
        )
        her.sees("Togli la fotografia").meets_no_barrier().has_no_sideways_scroll()
        her.fills("Con parole tue", "Un furgone sulla rampa").presses("Invia la segnalazione")
        her.sees("la segnalazione è all'ufficio").settles().meets_no_barrier().has_no_sideways_scroll()
        address = her.page.url.removeprefix(city.url)

    with screen(browser, city, locale="it-IT") as davide:
        davide.enters_as("Davide").opens("/desk/reports").settles()
        davide.page.locator(".panes__line").filter(has_text="Rampa ostruita").first.click()
        davide.sees("Un furgone sulla rampa").settles().meets_no_barrier()
        expect(davide.page.get_by_role("img", name="Fotografia del problema")).to_be_visible()
        davide.presses("Prendi in carico").sees("Presa in carico.")
        davide.chooses("Chiudi: risolta").fills("Che cosa dici", "La Polizia locale l'ha fatto spostare.")
        davide.page.locator("form").get_by_role("button", name="Chiudi: risolta").click()
        davide.sees("Chi ha segnalato è avvisato.").settles().meets_no_barrier()

    with phone(browser, city, locale="it-IT") as her:
        her.opens(address).settles().sees("Risolta").sees("l'ha fatto spostare").meets_no_barrier()
        her.fills("Il problema c'è ancora?", "È tornato.").presses("Riapri").sees("Riaperto")

    with phone(browser, city, locale="it-IT") as other:
        other.opens("/services/report").presses("Rampa ostruita").presses("Usa la mia posizione")
        other.sees("La posizione è presa").presses("Avanti").sees("Già segnalato?").settles().meets_no_barrier()
        other.presses("L'ho visto anch'io").sees("ci sei anche tu").sees("1 altra persona")


def test_without_a_network_a_report_waits_on_the_phone(browser: Browser, city: City) -> None:
    """And goes by itself when the network is back."""
    with phone(browser, city, locale="it-IT") as her:
        her.opens("/services/report").settles().presses("Lampione spento")
        her.fills("Indirizzo, o che cosa c'è vicino", "Via Roma 39").presses("Avanti").sees("Qualcos'altro?")
        her.goes_offline().presses("Invia la segnalazione").sees("aspetta su questo telefono").meets_no_barrier()
        her.page.context.set_offline(False)
        her.sees("la segnalazione è all'ufficio")
