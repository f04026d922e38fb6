"""A city that says Lei says it in every sentence that addresses somebody."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.city.italian import ROOT, catalogues, keys_of_lei, markers_of_tu, sentences

from manto.city import load_city
from manto.kernel.errors import BadInput

# Whoever adds a sentence that says tu to one of these gives it a Lei form beside it; docs/guide/languages.md says how.
COMPLETE = (
    "src/manto/assistant/conversation/texts.yaml",
    "src/manto/assistant/texts.yaml",
    "src/manto/places/texts.yaml",
    "src/manto/records/papers/texts.yaml",
    "src/manto/records/texts.yaml",
    "src/manto/residents/facts.yaml",
    "src/manto/residents/purposes.yaml",
    "src/manto/residents/texts.yaml",
    "src/manto/services/anticipation/plans.yaml",
    "src/manto/services/anticipation/questions.yaml",
    "src/manto/services/notices/templates.yaml",
    "src/manto/services/texts.yaml",
    "src/manto/web/texts.yaml",
    "web/src/app/strings.it.json",
    "web/src/features/assistant/strings.it.json",
    "web/src/features/desk/strings.it.json",
    "web/src/features/places/strings.it.json",
    "web/src/features/records/desk/strings.it.json",
    "web/src/features/records/strings.it.json",
    "web/src/features/residents/strings.it.json",
    "web/src/features/services/desk/strings.it.json",
    "web/src/features/services/strings.it.json",
    "web/src/features/services/versions/strings.it.json",
    "web/src/features/signin/strings.it.json",
    "web/src/features/today/strings.it.json",
    "web/src/features/verify/strings.it.json",
)
# These address the reader with tu even in a city that says Lei, at least in part.
STILL_ONLY_TU: tuple[str, ...] = ()

# They look like tu and are not: nouns, what a thing does, and Lei's own "usa".
NOT_TU = {
    "Verifica",
    "Prima delle elezioni non si cambia nulla. Aspetta fino al {until}.",
    "Porta larga {{cm}} cm",
    "Chiunque può controllare questo file senza chiedere al Comune: mostra com'è ora il documento e chi ha firmato.",
    "Usa la sedia a rotelle",
    "Chi non ha accettato non viene mai confrontato: trova ogni servizio con la ricerca, per evento e allo sportello.",
}


def says_tu(text: str) -> list[str]:
    return [] if text in NOT_TU else markers_of_tu(text)


def only_tu(catalogue: str) -> list[str]:
    return [f"{key}: {tu}" for key, tu, lei in sentences(catalogue) if lei is None and says_tu(tu)]


def holes(text: str) -> list[str]:
    return sorted(re.findall(r"{+\s*(\w+)", text))


@pytest.mark.parametrize("catalogue", COMPLETE)
def test_each_sentence_that_says_tu_has_a_lei_form(catalogue: str) -> None:
    """None is left out, and no Lei form stands for a sentence that is gone."""
    assert only_tu(catalogue) == []
    assert keys_of_lei(catalogue) <= {key for key, _, _ in sentences(catalogue)}


def test_the_list_of_what_still_says_only_tu_can_only_shrink() -> None:
    """A catalogue that has become complete moves from one list to the other."""
    for catalogue in STILL_ONLY_TU:
        assert catalogue not in COMPLETE
        assert only_tu(catalogue), f"{catalogue} has all its Lei forms: move it to COMPLETE"


@pytest.mark.parametrize("catalogue", catalogues())
def test_no_lei_form_says_tu(catalogue: str) -> None:
    """Each says something else than its sentence, with the same holes, and addresses nobody with tu."""
    for key, tu, lei in sentences(catalogue):
        if lei is not None:
            assert says_tu(lei) == [], f"{catalogue} {key}: {lei}"
            assert lei != tu, f"{catalogue} {key}: the same in both forms, so it needs only one"
            assert holes(lei) == holes(tu), f"{catalogue} {key}: other holes"


def test_the_lists_name_catalogues() -> None:
    """A renamed file would leave the check without a word."""
    assert {*COMPLETE, *STILL_ONLY_TU} <= set(catalogues())


@pytest.mark.parametrize(
    ("tu", "lei"),
    [
        ("Accetta il posto", "Accettare il posto"),
        ("Manca un dato. Controlla e riprova.", "Manca un dato. Controlli e riprovi."),
        ("Scrivilo qui", "Lo scriva qui"),
        ("Vogliamo avvisarti", "Vogliamo avvisarla"),
        ("Se vuoi, puoi smettere", "Se vuole, può smettere"),
        ("È a 60 m da te", "È a 60 m da lei"),
    ],
)
def test_the_check_tells_the_forms_apart(tu: str, lei: str) -> None:
    """It would prove nothing if it saw no tu, or saw it everywhere."""
    assert says_tu(tu)
    assert not says_tu(lei)


def a_city(folder: Path, form: str) -> Path:
    shutil.copytree(ROOT / "demo" / "firenze", folder)
    file = folder / "city.yaml"
    file.write_text(file.read_text().replace("address_form: tu", f"address_form: {form}"))
    return folder


SAY = """
import json, django
django.setup()
from django.test import Client
from manto.residents.reference import purposes
from manto.residents.wording import texts
from manto.services.anticipation.plans import plans
from manto.services.anticipation.questions import wordings
from manto.services.notices.templates import say
ask = lambda path, language: Client().get(path, headers={"accept-language": language}).json()
print(json.dumps([
    Client().get("/", headers={"accept-language": "it"}).content.decode(),
    ask("/api/v1/city", "it")["address_form"],
    ask("/api/v1/nothing-here", "it")["next_step"],
    ask("/api/v1/nothing-here", "en")["next_step"],
    purposes()["tailoring"].why["it"],
    say("case.granted", {"title": "Asilo", "number": "7", "reason": "Sì."}, "it").why,
    texts.say("fact.is_true", "it"),
    plans()["bereavement"].stops[1]["it"].split(". ")[1],
    wordings()["vehicle.count"]["title"]["it"],
]))
"""
SAID = {
    "tu": [
        '<html lang="it" data-address-form="tu">',
        "tu",
        "Controlla l'indirizzo o torna a Oggi.",
        "Check the address or go back to Today.",
        "Così vedi prima quello che va bene per te, e non quello che va bene in media.",
        "È la risposta alla tua domanda 7.",
        "Sì",
        "Non devi riconsegnare niente.",
        "Hai un'auto?",
    ],
    "lei": [
        '<html lang="it" data-address-form="lei">',
        "lei",
        "Controlli l'indirizzo o torni a Oggi.",
        "Check the address or go back to Today.",
        "Così vede prima quello che va bene per lei, e non quello che va bene in media.",
        "È la risposta alla sua domanda 7.",
        "Sì",
        "Non deve riconsegnare niente.",
        "Ha un'auto?",
    ],
}


@pytest.mark.parametrize("form", ["tu", "lei"])
def test_a_city_is_served_in_its_form(form: str, tmp_path: Path) -> None:
    """The server of a city that says Lei answers with Lei, and its English is as ever."""
    city = {"MANTO_CITY": str(a_city(tmp_path / "city", form)), "MANTO_HOME": str(tmp_path / "home")}
    city["MANTO_APP"] = str(tmp_path / "app")
    (tmp_path / "home").mkdir()
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "index.html").write_text('<html lang="en">')

    said = subprocess.run(
        [sys.executable, "-c", SAY],
        env={**os.environ, **city, "MANTO_DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "manto.web.settings"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout.splitlines()[-1]) == SAID[form]


def test_another_form_is_refused(tmp_path: Path) -> None:
    """The message names the key and the forms that there are."""
    with pytest.raises(BadInput, match=r"'address_form' is 'voi', and can be tu or lei"):
        load_city(a_city(tmp_path / "city", "voi"))
