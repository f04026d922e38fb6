"""Services that offer themselves: what a resident, and the officer behind it, see of it."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Browser, expect
from tests.browser.conftest import City, phone, screen
from tests.browser.drivers import Visitor


def typed_fields(visitor: Visitor) -> int:
    """Count what could be typed into on this page."""
    return visitor.page.locator("main :is(input, textarea, select)").count()


def test_a_place_at_the_nursery_takes_two_taps_and_nothing_typed(browser: Browser, city: City) -> None:
    """Giulia is offered it for Nora on Today, with why; she accepts, checks, and it is sent; the officer decides."""
    with phone(browser, city, locale="it-IT") as giulia:
        giulia.enters_as("Giulia").opens("/").settles()
        card = giulia.page.get_by_role("article").filter(has_text="Posto al nido comunale: Nora")
        expect(card).to_contain_text("Perché")
        giulia.meets_no_barrier()

        card.get_by_role("link", name="Accetta il posto").click()  # one
        giulia.sees("16.840,00").sees("Dalla dichiarazione ISEE").settles()
        assert typed_fields(giulia) == 0
        giulia.meets_no_barrier().has_no_sideways_scroll().has_targets_of(24)
        giulia.presses("Accetta il posto")  # two
        giulia.sees("Il posto è chiesto").sees("Nora è al numero").settles().meets_no_barrier()
        giulia.page.get_by_text("punti, e per che cosa").click()
        giulia.sees("I punti propongono soltanto.").settles().meets_no_barrier().has_no_sideways_scroll()

    with screen(browser, city, locale="it-IT") as davide:
        davide.enters_as("Davide").opens("/desk").settles()
        davide.page.locator(".panes__line").filter(has_text="Posto al nido").last.click()  # hers came last
        davide.sees_heading("Posto al nido comunale · Nora Lodi").sees(
            "Ha meno di tre anni"
        ).settles().meets_no_barrier()
        davide.page.keyboard.press("d")
        davide.page.keyboard.press("Space")
        davide.page.get_by_label("Perché", exact=True).fill("Per Nora c'è un posto dal 7 gennaio.")
        davide.page.get_by_role("button", name="Accoglila").click()
        davide.sees("Accolta. Chi ha chiesto lo sa.").meets_no_barrier()
        davide.opens("/desk/lists/nursery-place").page.locator(".panes__line").first.click()
        davide.sees("L'ordine, e per che cosa è ogni punto").sees("Assegnato").settles().meets_no_barrier()

    with phone(browser, city, locale="it-IT") as giulia:
        giulia.enters_as("Giulia").opens("/services/inbox").settles()
        giulia.sees("Posto al nido comunale: accolta").sees("Per Nora c'è un posto dal 7 gennaio.").meets_no_barrier()


def test_a_birth_is_one_page_in_the_order_of_its_days(on_a_phone: Visitor) -> None:
    """What is done, what is due, what comes on which day; the way there is on the services' page and on Today."""
    on_a_phone.enters_as("Giulia").opens("/services").settles().meets_no_barrier().sees("Nora is born")
    on_a_phone.opens("/").settles().meets_no_barrier()
    on_a_phone.follows("Nora is born").sees("Vaccin").sees("Done").sees("Registering a birth")
    on_a_phone.sees("The way there with the stroller").settles().meets_no_barrier().has_no_sideways_scroll()


def test_three_questions_settle_nine_services(browser: Browser, city: City) -> None:
    """Amir answers what only he can; each question says what it settles; afterwards nothing is asked."""
    with phone(browser, city) as amir:
        amir.enters_as("Amir").opens("/services").settles()
        amir.follows("You have moved to Mantua").sees("3 questions are left").settles().meets_no_barrier()
        amir.follows("Answer")
        for _ in range(3):
            heading = amir.page.get_by_role("heading", level=1)
            expect(heading).to_be_visible()
            asked = heading.inner_text()
            amir.meets_no_barrier()
            if "ISEE" in asked:
                amir.page.get_by_role("textbox").fill("11.000")
            else:
                amir.chooses("No")
            amir.presses("Go on")
            expect(amir.page.get_by_role("heading", name=asked, level=1)).to_have_count(0)
        amir.sees_heading("You have moved to Mantua").does_not_see("One answer is missing")
        steps = amir.page.locator(".plan__step").count()
        assert steps == 10  # the move itself, which is done, and nine more
        amir.settles().meets_no_barrier().has_no_sideways_scroll()


def test_the_widow_is_asked_nothing_twice(browser: Browser, city: City) -> None:
    """What is due is filled in, what stops and who was told stands beside it, and a person to call."""
    with phone(browser, city, locale="it-IT") as teresa:
        teresa.enters_as("Teresa").opens("/services").settles()
        teresa.follows("Dopo un lutto in famiglia").sees("Pensione ai superstiti").sees("Che cosa si ferma")
        teresa.sees("INPS, ufficio tributi e azienda sanitaria lo sanno").sees("+39 0376 3381")
        teresa.settles().meets_no_barrier().has_no_sideways_scroll()
        teresa.page.get_by_role("button", name="Conferma la domanda").click()
        teresa.sees("Il Comune sa già tutto").settles()
        assert typed_fields(teresa) == 0
        teresa.presses("Conferma la domanda")
        teresa.sees("La domanda è pronta").settles().meets_no_barrier()


def test_a_new_shop_is_one_list(browser: Browser, city: City) -> None:
    """Marta answers the one thing that nobody knows, sees what comes when, and her licence asks only what is new."""
    with phone(browser, city, locale="it-IT") as marta:
        marta.enters_as("Marta").opens("/services").settles()
        marta.follows("Apri un'attività").sees("Apertura:").sees("Insegna del negozio").settles().meets_no_barrier()
        marta.follows("Rispondi").sees_heading("Hai il corso di igiene degli alimenti?").chooses("Sì").presses("Avanti")
        marta.sees_heading("Apri un'attività").sees("Entro").settles().meets_no_barrier().has_no_sideways_scroll()
        marta.presses("Apri l'attività").sees_heading("Come si chiama e dov'è?").fills("Insegna", "Forno Rossi")
        marta.fills("Indirizzo", "Via Broletto 21").presses("Avanti").chooses("Forno o pasticceria").presses("Avanti")
        marta.page.get_by_role("checkbox").click(force=True)
        marta.presses("Avanti")
        marta.sees("Controlla prima di inviare").sees("Costa 60,00 €").settles().meets_no_barrier()


def test_a_broken_leg_becomes_a_plan(browser: Browser, city: City) -> None:
    """Paolo says until when; what helps stands in order, each with the easy way there; crutches are asked for."""
    with phone(browser, city) as paolo:
        paolo.enters_as("Paolo").opens("/services").settles().meets_no_barrier()
        paolo.follows("Walking is hard for me").sees_heading("Until when will walking be hard?").meets_no_barrier()
        paolo.page.get_by_label("Hard to walk until").fill(f"{datetime.now(UTC).date() + timedelta(days=40)}")
        paolo.presses("Go on").sees_heading("While walking is hard").sees("Until:").sees("Disabled parking badge")
        paolo.settles().meets_no_barrier().has_no_sideways_scroll()
        ways = paolo.page.get_by_role("link", name="An easy way there")
        expect(ways.first).to_have_attribute("href", "/way/mantova:servizi-sociali?as=slow")
        paolo.presses("Ask for the loan").sees_heading("What do you need?").chooses("Crutches").presses("Go on")
        paolo.chooses("No").presses("Go on").sees("Check before you send").presses("Ask for the loan").sees("Sent")
        expect(paolo.page.get_by_role("link", name="The way there")).to_be_visible()
        paolo.settles().meets_no_barrier()


def test_an_application_is_one_question_a_page_and_loses_nothing(browser: Browser, city: City) -> None:
    """A mistake is told where it is; without network it waits on the phone and is sent by itself; then it is paid."""
    with phone(browser, city) as giulia:
        giulia.enters_as("Giulia").opens("/services/about/residents-parking").settles()
        giulia.sees("Why").meets_no_barrier()
        giulia.presses("Ask for the permit")
        giulia.sees_heading("What is the plate?").presses("Go on").sees("One thing to mend").meets_no_barrier()
        giulia.page.get_by_label("Plate").fill("AB123CD")
        giulia.goes_offline().presses("Go on")
        giulia.sees("Check before you send").sees("AB123CD").sees("Saved on this phone")
        giulia.goes_online()
        expect(giulia.page.get_by_role("button", name="Ask for the permit")).to_be_enabled()
        giulia.page.get_by_role("link", name="Change: Plate").click()
        expect(giulia.page.get_by_label("Plate")).to_have_value("AB123CD")
        giulia.presses("Go on").sees("It costs €22.00.").presses("Ask for the permit")
        giulia.sees("once €22.00 are paid").presses("Pay €22.00").presses("Let it fail").sees("nothing was paid")
        giulia.presses("Back to the application").presses("Pay €22.00").presses("Pay €22.00").sees("Paid.")
        giulia.presses("Back to the application").sees("Granted").settles().meets_no_barrier()


def test_a_service_is_found_and_taken_up_by_keyboard_alone(browser: Browser, city: City) -> None:
    """From the search to the application, the focus in sight all the way."""
    with screen(browser, city) as lorenzo:
        lorenzo.enters_as("Lorenzo").opens("/services").settles()
        lorenzo.page.get_by_role("main").get_by_role("searchbox").focus()
        with lorenzo.page.expect_response(lambda answer: answer.url.endswith("/services?q=library%20card")):
            lorenzo.page.keyboard.type("library card")
        expect(lorenzo.page.get_by_role("status").filter(has_text="4 services")).to_have_count(1)
        lorenzo.tabs_to("Library card", role="link", at_most=12).page.keyboard.press("Enter")
        activate = lorenzo.page.get_by_role("button", name="Activate the card")
        lorenzo.sees("What you get")
        expect(activate).to_be_enabled()  # what the page asks about her comes after the page
        lorenzo.tabs_to("Activate the card", role="button", at_most=30).page.keyboard.press("Enter")
        lorenzo.sees("The city knows all it needs")
        expect(activate).to_be_enabled()
        lorenzo.tabs_to("Activate the card", role="button", at_most=30).page.keyboard.press("Enter")
        lorenzo.sees("By the rule, without a person").settles().meets_no_barrier()


def test_one_chooses_how_to_be_told(on_a_phone: Visitor) -> None:
    """What is turned off stays off; the calendar has a secret address."""
    on_a_phone.enters_as("Sofia").opens("/services/inbox/choices").settles()
    on_a_phone.turns_off("What is due to you").settles().presses("Make an address").sees(".ics").meets_no_barrier()
    on_a_phone.opens("/services/inbox/choices").settles()
    expect(on_a_phone.page.get_by_role("switch", name="What is due to you")).not_to_be_checked()


def test_a_shorter_form_is_proposed_tried_and_met(browser: Browser, city: City) -> None:
    """Davide proposes it, Elena compares, tries and publishes; Paolo, who had begun, finishes with the old one."""
    form = "/desk/journeys/waste-tax"
    with phone(browser, city) as paolo, screen(browser, city) as davide, screen(browser, city) as elena:
        paolo.enters_as("Paolo").opens("/services/about/waste-tax").presses("Register").sees_heading("How large is")
        begun = paolo.page.url

        davide.enters_as("Davide").opens(form).follows("Change the live version").settles()
        davide.page.locator("#edit-2-0 summary").first.click()
        davide.page.get_by_role("group", name="Question", exact=True).get_by_label("Italian").fill("")
        davide.presses("Check it").sees("The text is missing in Italian: the question.").meets_no_barrier()
        davide.presses("Remove: Question 2").fills("What changes, and why", "The office measures homes itself.")
        davide.opens(davide.page.url).sees("What you wrote is still here.").presses("Propose this version")
        davide.sees("You proposed it: somebody else publishes it.").settles().meets_no_barrier()
        assert davide.page.get_by_role("button", name="Publish").count() == 0

        elena.enters_as("Elena").opens(form).follows("Compare with the live one").sees("The whole question")
        elena.meets_no_barrier().follows("Try both side by side").sees("Every question is asked.").settles()
        elena.page.get_by_label("For whom").select_option(label="Lorenzo Bianchi")
        new = elena.page.get_by_role("region", name="Version 2")
        expect(elena.page.get_by_role("region", name="Version 1")).to_contain_text("How large is the home?")
        expect(new).to_contain_text("Here she would press “Register”")
        new.get_by_role("button", name="Change: Street").focus()
        elena.page.keyboard.press("Enter")
        expect(new.get_by_role("heading", name="Where do you live?")).to_be_focused()
        elena.page.keyboard.press("Tab")
        expect(new.get_by_label("Street")).to_be_focused()
        elena.page.keyboard.press("Enter")
        expect(new).to_contain_text("Here she would press “Register”")
        elena.settles().meets_no_barrier().opens(form).presses("Publish version 2").presses("Publish it from")
        elena.sees("Version 2 serves whoever begins").settles().meets_no_barrier()

    with phone(browser, city) as lorenzo, phone(browser, city) as paolo:
        lorenzo.enters_as("Lorenzo").opens("/services/about/waste-tax").presses("Register").sees(
            "Check before you send"
        )
        lorenzo.does_not_see("Square metres")
        paolo.enters_as("Paolo").opens(begun).sees_heading("How large is")
        paolo.fills("Square metres", "80").presses("Go on").sees("Check before you send").sees("Square metres")
