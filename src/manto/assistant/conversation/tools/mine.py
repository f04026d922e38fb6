"""What is a resident's own: applications, what is due, records, decisions, consents. Each as its page shows it."""

from __future__ import annotations

from uuid import UUID

from manto.assistant.conversation.answers import Answer, Choice, Line, Link, Pending, Quote
from manto.assistant.conversation.asked import Asked
from manto.assistant.conversation.features import plain
from manto.assistant.conversation.wording import texts
from manto.kernel.errors import NotAllowed
from manto.records.queries.views import records_held_by
from manto.residents.commands import grant_consent, withdraw_consent
from manto.residents.commands.lookups import city_day
from manto.residents.queries.own_pages import consents_of
from manto.residents.reference import purposes
from manto.services.knowing import rules_on
from manto.services.queries.cases import cases_of, own_case
from manto.services.queries.mine import offers_of

SHOWN_MAX = 5
WITHDRAWS = ("revoc", "ritir", "togli", "non voglio", "smett", "withdraw", "take back", "stop", "don t want", "remove")
GRANTS = ("acconsent", "dare il consenso", "attiv", "agree", "turn on", "consent to", "give my consent")


def my_cases(asked: Asked) -> Answer:
    """List her applications, those that wait for her first, each with where it goes on."""
    found = cases_of(_her(asked), asked.language, asked.now)[:SHOWN_MAX]
    if not found:
        return Answer("answer", texts.say("cases.none", asked.language))
    lines = []
    for one in found:
        parts = [one["state_text"], one["due_text"]]
        lines.append(Line(one["title"], " · ".join(filter(None, parts)), f"/services/cases/{one['id']}"))
    return Answer("answer", texts.say("cases.say", asked.language), lines=tuple(lines))


def my_due(asked: Asked) -> Answer:
    """Say what is due to her, with the why of each rule."""
    found = offers_of(_her(asked), asked.language, asked.now)[:SHOWN_MAX]
    if not found:
        return Answer("answer", texts.say("due.none", asked.language))
    rules = rules_on(city_day(asked.now))
    return Answer(
        "answer",
        texts.say("due.say", asked.language),
        lines=tuple(
            Line(one["title"], one["when_text"] or one["text"], f"/services/offers/{one['id']}") for one in found
        ),
        quotes=tuple(
            Quote(
                one["why"],
                texts.say("due.source", asked.language, title=one["title"]),
                rules[one["service"]].version.valid_from if one["service"] in rules else None,
                f"/services/offers/{one['id']}",
            )
            for one in found
            if one["why"]
        ),
    )


def my_records(asked: Asked) -> Answer:
    """List what she holds in the public registers, valid or not."""
    found = records_held_by(_her(asked), asked.language, asked.now)[:SHOWN_MAX]
    link = Link(texts.say("records.open", asked.language), "/records")
    if not found:
        return Answer("answer", texts.say("records.none", asked.language), links=(link,))
    return Answer(
        "answer",
        texts.say("records.say", asked.language),
        lines=tuple(Line(f"{one.type_name}: {one.title}", one.status_text, f"/records/{one.id}") for one in found),
        links=(link,),
    )


def known(asked: Asked) -> Answer:
    """Show where it stands what the city knows of her and who looked; nothing of it is read out."""
    pages = (("facts", "/me/facts"), ("lookups", "/me/lookups"), ("export", "/me/export"))
    links = tuple(Link(texts.say(f"known.{name}", asked.language), href) for name, href in pages)
    return Answer("answer", texts.say("known.say", asked.language), links=links)


def explain(asked: Asked) -> Answer:
    """Quote the latest decision on an application of hers: the office's reason, its law, its day."""
    decided = [
        one for one in cases_of(_her(asked), asked.language, asked.now) if one["state"] in ("refused", "granted")
    ]
    wanted = asked.slots.get("case")
    decided.sort(key=lambda one: (str(one["id"]) != wanted, one["state"] != "refused"))
    for line in decided:
        case = own_case(line["id"], _her(asked), asked.language, asked.now)
        move = next((one for one in case["moves"] if one["to"] == line["state"]), None)
        if move is None:
            continue
        source = texts.say("explain.source", asked.language, number=line["number"], law=move["law"])
        href = f"/services/cases/{line['id']}"
        return Answer(
            "answer",
            texts.say("explain.say", asked.language),
            quotes=(Quote(move["reason"], source, city_day(move["at"]), href),),
            links=(Link(texts.say("explain.open", asked.language), href),),
            slots={"case": str(line["id"])},
            person=True,
        )
    return Answer("answer", texts.say("explain.none", asked.language), person=True)


def consents(asked: Asked) -> Answer:
    """Show her consents in the city's words, and offer the change that was asked for."""
    all_of_them = consents_of(_her(asked), asked.language)
    text = plain(asked.question)
    named = [one for one in all_of_them if plain(one["title"]) in text] or [
        one for one in all_of_them if set(_telling(one["title"])) & set(text.split())
    ]
    withdraws = any(word in text for word in WITHDRAWS)
    if len(named) == 1 and (withdraws or any(word in text for word in GRANTS)):
        return _confirm(asked, named[0]["purpose"], granted=not withdraws)
    say = {True: texts.say("consents.given", asked.language), False: texts.say("consents.not_given", asked.language)}
    return Answer(
        "answer",
        texts.say("consents.say", asked.language),
        quotes=tuple(_words_of(asked, one["purpose"], say[one["granted"]]) for one in all_of_them),
        choices=tuple(
            Choice(
                *[
                    texts.say(
                        f"consents.{'withdraw' if one['granted'] else 'grant'}", asked.language, title=one["title"]
                    )
                ]
                * 2
            )
            for one in all_of_them
        ),
        links=(Link(texts.say("consents.open", asked.language), "/me/consents"),),
    )


def change_consent(asked: Asked, purpose: str, *, granted: bool) -> Answer:
    """Give or take back a consent, at once; the receipt is the same as from the page. A child is told who can give it."""
    change = grant_consent if granted else withdraw_consent
    try:
        change(_her(asked), purpose, language=asked.language, now=asked.now)
    except NotAllowed:
        return Answer("answer", texts.say("consents.by_guardian", asked.language), person=True)
    say = texts.say("consents.done_granted" if granted else "consents.done_withdrawn", asked.language)
    return Answer("done", say, links=(Link(texts.say("consents.open", asked.language), "/me/consents"),))


def _confirm(asked: Asked, purpose: str, *, granted: bool) -> Answer:
    title = purposes()[purpose].title[asked.language]
    return Answer(
        "confirm",
        texts.say("consents.confirm_grant" if granted else "consents.confirm_withdraw", asked.language, title=title),
        quotes=(_words_of(asked, purpose, ""),),
        choices=(
            Choice(*[texts.say("say_yes", asked.language)] * 2),
            Choice(*[texts.say("say_no", asked.language)] * 2),
        ),
        pending=Pending("change_consent", {"purpose": purpose, "granted": "yes" if granted else "no"}),
    )


def _words_of(asked: Asked, purpose: str, standing: str) -> Quote:
    one = purposes()[purpose]
    source = texts.say("consents.source", asked.language, title=one.title[asked.language], version=one.version)
    return Quote(one.what[asked.language], f"{source}: {standing}" if standing else source, None, "/me/consents")


def _telling(title: str) -> list[str]:
    return [word for word in plain(title).split() if len(word) > 5]


def _her(asked: Asked) -> UUID:
    assert asked.resident_id is not None  # noqa: S101 - the dialogue and the server of access let nobody else come here
    return asked.resident_id
