"""How Italian that says tu is told from Italian that says Lei, and where the product's Italian stands."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]

WORDS_OF_TU = "tu ti te tuo tua tuoi tue t'ha"
# Second persons that are nothing else; those in -i of verbs in -are ("provi") may be Lei's imperative, so they are not.
VERBS_OF_TU = """
hai sei puoi vuoi devi sai fai dai stai vai vieni tieni ottieni ricevi vedi vedevi avevi eri vivi scrivi leggi chiedi
decidi perdi prendi scegli agisci possiedi spegni accendi apri chiudi accedi esci trovi arrivi abiti muovi dici
riconosci potrai dovrai vedrai avrai sarai troverai riceverai superi spingi guarisci conosci aggiungi correggi
"""
# Imperatives with a pronoun behind them: Lei puts it before the verb ("lo scriva").
IMPERATIVES_WITH_PRONOUN = r"""
(?:scrivi|apri(?!le\b)|usa|crea|togli|aggiungi|tieni|lascia|mostra|metti|conserva|salva|cambia|ritira|chiudi|butta|
inquadra|compila|porta|invia|riapri|prendi|accogli|iscrivi|controlla|manda|guarda|comunica|chiedi|rifiuta)
(?:lo|la|li|le|ne|gli|mi|ci|cene)
"""
PRONOUNS_BEHIND = (
    r"(?!aperti|certi|concerti|incerti|esperti|passaporti|porti|reparti|sporti|trasporti)\w+(?:a|e|i|o)rti"
)
# Imperatives that look like a noun or a third person, so they count only where a sentence or a part of it begins.
IMPERATIVES_THAT_BEGIN = r"""
accetta accogli aggiungi annulla apri ascolta aspetta cambia cancella carica cerca chiama chiudi comincia
compila conferma consenti conserva continua controlla copia correggi crea dai decidi di' dillo dimentica entra
esci fai fallo fanne ferma fidati firma gira girati guarda guardati incolla indica ingrandisci inquadra invia
iscrivi lascia leggi manda mandami metti mettiti mostra paga passa porta premi prendi procedi prova(?=\s(?:a|con|di)\b)
riapri ricarica ricomincia rimanda rimpicciolisci ripeti riprendi riprova rispondi ritira salva scarica scegli
scrivi seleziona smetti spedisci sposta spunta stampa tieni tocca togli torna trascina trova usa vai vedi
verifica
"""
BEGINS = r"(?:^|[.:;?!…,»)]\s+|\n|\b(?:e|o|oppure|poi|allora|intanto|prima)\s+)"

_MARKERS = (
    re.compile(rf"(?<![\w'])(?:{'|'.join(WORDS_OF_TU.split())})(?!\w)", re.IGNORECASE),
    re.compile(rf"(?<!\w)(?:{'|'.join(VERBS_OF_TU.split())})(?!\w)", re.IGNORECASE),
    re.compile(rf"(?<!\w){IMPERATIVES_WITH_PRONOUN.replace(chr(10), '')}(?!\w)", re.IGNORECASE),
    re.compile(rf"(?<!\w){PRONOUNS_BEHIND}(?!\w)", re.IGNORECASE),
    re.compile(rf"{BEGINS}(?:{'|'.join(IMPERATIVES_THAT_BEGIN.split())})(?![\w'])", re.IGNORECASE),
)


def markers_of_tu(text: str) -> list[str]:
    """Give the words by which a text addresses its reader with tu.

    >>> markers_of_tu("Scegli una delle tue domande."), markers_of_tu("Scelga una delle sue domande.")
    (['tue', 'Scegli', 'Scegli'], [])
    """
    return [found.group().strip() for marker in _MARKERS for found in marker.finditer(text)]


def catalogues() -> list[str]:
    """Name all files that hold Italian sentences of the product, from the root of the repository."""
    yamls = (path for path in (ROOT / "src").rglob("*.yaml") if "it:" in path.read_text())
    return sorted(str(path.relative_to(ROOT)) for path in (*yamls, *(ROOT / "web" / "src").rglob("strings.it.json")))


def sentences(catalogue: str) -> Iterator[tuple[str, str, str | None]]:
    """Give each Italian text of a catalogue: its key, how it says tu or nobody, and how it says Lei if it does."""
    file = ROOT / catalogue
    if file.suffix == ".json":
        lei_file = file.with_name("strings.it-lei.json")
        lei = dict(_leaves(json.loads(lei_file.read_text()))) if lei_file.exists() else {}
        for key, text in _leaves(json.loads(file.read_text())):
            yield key, text, lei.get(key)
    else:
        yield from _of_words(yaml.safe_load(file.read_text()))


def keys_of_lei(catalogue: str) -> set[str]:
    """Name the sentences that say Lei in the app's second file of a catalogue; a YAML text has both in one place."""
    lei_file = (ROOT / catalogue).with_name("strings.it-lei.json")
    return {key for key, _ in _leaves(json.loads(lei_file.read_text()))} if lei_file.exists() else set()


def _leaves(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _leaves(value, f"{path}.{key}".lstrip("."))
    else:
        yield path, str(node)


def _of_words(node: Any, path: str = "") -> Iterator[tuple[str, str, str | None]]:
    if isinstance(node, list):
        for at, one in enumerate(node):
            yield from _of_words(one, f"{path}.{at}")
    elif isinstance(node, dict) and "it" in node:
        lei = dict(_leaves(node.get("it-lei"))) if "it-lei" in node else {}
        for form, text in _leaves(node["it"]):
            yield f"{path}.{form}".strip("."), text, lei.get(form)
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _of_words(value, f"{path}.{key}".lstrip("."))
