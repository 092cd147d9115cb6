"""The file itself: archival, accessible, the same bytes twice, safe with threads, forks and hostile text."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from multiprocessing import get_context

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.kernel.money import Money
from crm.papers.render import CompiledBeforeFork, render_dossier, render_paper, render_reminder
from crm.papers.views import Attachment, CommercialPaper, Party
from tests.papers.reading import array, catalogue, dictionary, fonts, metadata, reader, text_of
from tests.papers.samples import (
    BAKERY,
    FORMAL_NOTICE,
    INVOICE,
    LINES,
    NOW,
    PAPERS,
    QUOTE,
    REMINDER,
    SELLER,
    a_dossier,
)

RECORDS = Attachment(
    name="records-of-the-whole-chain-of-the-workspace.json",
    text='{"name":"Noé","seal":"\u202f\u200b☐"}\n',
    media_type="application/json",
    description="Les enregistrements",
)
REFUSED = 7
HOSTILE = '#read("/etc/passwd") *gras* $x^2$ @ref <label> ] // \\ _ ` = titre #{ } #panic() {page}'


Rendering = Callable[[], bytes]
EVERYTHING: dict[str, Rendering] = {
    **{paper.kind.value: partial(render_paper, paper, made_at=NOW) for paper in PAPERS},
    "reminder": partial(render_reminder, REMINDER, made_at=NOW),
    "formal_notice": partial(render_reminder, FORMAL_NOTICE, made_at=NOW),
    "dossier": partial(render_dossier, a_dossier(), made_at=NOW, attach=[RECORDS]),
}


@pytest.mark.parametrize("rendering", EVERYTHING.values(), ids=EVERYTHING)
class TestEveryPaper:
    def test_claims_both_standards_at_once(self, rendering: Rendering) -> None:
        packet = metadata(rendering())
        assert "<pdfaid:part>3</pdfaid:part>" in packet
        assert "<pdfaid:conformance>A</pdfaid:conformance>" in packet
        assert "<pdfuaid:part>1</pdfuaid:part>" in packet

    def test_is_tagged_and_has_a_language_a_title_and_a_colour_profile(self, rendering: Rendering) -> None:
        pdf = rendering()
        root = catalogue(pdf)
        assert str(root["/Lang"]).startswith("fr")
        assert "/StructTreeRoot" in root
        assert "/OutputIntents" in root
        assert dictionary(root, "/MarkInfo")["/Marked"]
        assert dictionary(root, "/ViewerPreferences")["/DisplayDocTitle"]
        information = reader(pdf).metadata
        assert information is not None
        assert information.title

    def test_carries_its_fonts(self, rendering: Rendering) -> None:
        found = fonts(rendering())
        assert found
        assert all("SourceSansPro" in name for name in found)
        assert all("/FontFile2" in descriptor for descriptor in found.values())

    def test_is_the_same_twice(self, rendering: Rendering) -> None:
        assert rendering() == rendering()

    def test_says_that_it_is_an_exercise_on_every_page(self, rendering: Rendering) -> None:
        for page in reader(rendering()).pages:
            text = page.extract_text()
            assert "entreprise fictive" in text or "fictifs" in text


class TestTheFile:
    def test_is_the_same_from_another_process(self) -> None:
        with get_context("spawn").Pool(1) as pool:
            assert pool.apply(render_paper, (INVOICE,), {"made_at": NOW}) == render_paper(INVOICE, made_at=NOW)

    def test_bears_the_instant_at_which_it_was_made(self) -> None:
        information = reader(render_paper(INVOICE, made_at=NOW)).metadata
        assert information is not None
        assert information.creation_date == NOW
        assert render_paper(INVOICE, made_at=NOW + timedelta(seconds=1)) != render_paper(INVOICE, made_at=NOW)

    def test_refuses_a_naive_instant(self) -> None:
        with pytest.raises(ValueError, match="2026"):
            render_paper(INVOICE, made_at=datetime(2026, 3, 2, 9, 0))  # noqa: DTZ001

    def test_carries_a_text_file_byte_for_byte(self) -> None:
        pdf = render_dossier(a_dossier(), made_at=NOW, attach=[RECORDS])
        assert reader(pdf).attachments == {RECORDS.name: [RECORDS.text.encode()]}
        (file,) = array(catalogue(pdf), "/AF")
        assert str(dictionary(file)["/AFRelationship"]) == "/Data"

    def test_numbers_its_pages(self) -> None:
        pdf = render_paper(replace(QUOTE, lines=LINES * 15), made_at=NOW)
        pages = [page.extract_text() for page in reader(pdf).pages]
        assert len(pages) > 1
        for number, page in enumerate(pages, start=1):
            assert f"Page {number} sur {len(pages)}" in page


class TestThreadsAndForks:
    def test_eight_threads_give_the_same_bytes_as_one(self) -> None:
        papers = [replace(INVOICE, number=f"FA-2026-{index:04}") for index in range(40)]
        alone = [render_paper(paper, made_at=NOW) for paper in papers]
        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(lambda paper: render_paper(paper, made_at=NOW), papers))
        assert together == alone

    @pytest.mark.skipif(sys.platform == "win32", reason="this system does not fork")
    def test_a_process_forked_after_a_rendering_says_so_instead_of_waiting_for_ever(self) -> None:
        render_paper(INVOICE, made_at=NOW)
        child = get_context("fork").Process(target=render_in_a_fork)
        child.start()
        child.join(timeout=30)
        assert child.exitcode == REFUSED


def render_in_a_fork() -> None:
    """Leave with a number of our own if rendering is refused."""
    try:
        render_paper(INVOICE, made_at=NOW)
    except CompiledBeforeFork:
        sys.exit(REFUSED)


def with_words(words: str) -> CommercialPaper:
    """Return an invoice that says these words wherever somebody can type."""
    customer: Party = replace(BAKERY, name=words, contact=words, address=replace(BAKERY.address, street=words))
    return replace(
        INVOICE,
        number=words,
        customer=customer,
        seller=replace(SELLER, name=words, legal_form=words, iban=words, siren=words),
        lines=(replace(LINES[0], label=words, detail=words, reference=words, unit=words),),
        note=words,
        payment_terms=words,
        delivery_terms=words,
        vat_note=words,
        customer_reference=words,
        followed_by=words,
    )


class TestHostileText:
    def test_comes_out_as_it_is(self) -> None:
        text = text_of(render_paper(replace(INVOICE, note=HOSTILE), made_at=NOW))
        assert HOSTILE in text
        assert "root:" not in text

    @pytest.mark.parametrize(
        "words",
        [
            "😀" * 50,
            "مرحبا",
            "\x00\x01\x1b[31m",
            "\ud800",
            "e" + "\u0301" * 60,
            "x" * 2000,
            "\n" * 400,
            "a\n" * 300,
            "",
        ],
    )
    def test_never_stops_a_paper(self, words: str) -> None:
        assert render_paper(with_words(words), made_at=NOW).startswith(b"%PDF")

    @settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.text(st.characters(), max_size=120))
    def test_of_any_kind_is_printed_somehow(self, words: str) -> None:
        assert render_paper(with_words(words), made_at=NOW).startswith(b"%PDF")

    def test_loses_nothing_when_it_is_longer_than_a_page(self) -> None:
        words = "mot " * 2000 + "FIN"
        paper = replace(INVOICE, note=words, lines=(replace(LINES[0], detail=words),))
        assert text_of(render_paper(paper, made_at=NOW)).count("FIN") == 2

    def test_longer_than_a_property_may_be_is_cut_there_only(self) -> None:
        pdf = render_paper(replace(INVOICE, seller=replace(SELLER, name="x" * 40000)), made_at=NOW)
        information = reader(pdf).metadata
        assert information is not None
        assert (information.author or "").endswith("x…")

    def test_in_a_letter_and_a_dossier_too(self) -> None:
        reminder = replace(REMINDER, signed_by=HOSTILE, late_fees=Money(1))
        assert HOSTILE in text_of(render_reminder(reminder, made_at=NOW))
        dossier = a_dossier(criteria=1)
        finding = replace(dossier.criteria[0], rule=HOSTILE, title="x" * 40000, human_only="\x00😀")
        assert HOSTILE in text_of(render_dossier(replace(dossier, criteria=(finding,)), made_at=NOW))
