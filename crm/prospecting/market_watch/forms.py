"""What is typed in the market watch: sources, notes, checks, competitors' sheets, prices, digests."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from crm.desk.messages.models import Service
from crm.kernel.choices import Labelled
from crm.prospecting.market_watch import queries, rules
from crm.prospecting.market_watch.choices import (
    Credibility,
    Finding,
    Importance,
    Nature,
    Reliability,
    Rhythm,
    SourceKind,
)
from crm.prospecting.market_watch.models import Competitor, Source, WatchNote
from crm.prospecting.market_watch.use_cases import CompetitorData, NoteData, SourceData
from crm.prospecting.offering import our_articles, our_families
from crm.web.forms import DayField, HouseForm, MoneyField, choice_field, line_field, text_field

MOST_DIGITS = 9


def _asked(label: str, choices: type[Labelled]) -> SelectField:
    """Build a list that says nothing until somebody chooses: a judgement is nobody's default."""

    def coerce(value: object) -> object:
        return value if isinstance(value, choices) or value in (None, "") else choices(str(value))

    return SelectField(  # type: ignore[call-arg]  # the stubs are older than the library
        label,
        choices=lambda: [("", gettext("Choisissez")), *((str(each.value), gettext(each.label)) for each in choices)],
        coerce=coerce,
        validators=[InputRequired(_("Choisissez dans la liste."))],
        invalid_value_message=_("Ce choix n’existe pas : prenez-en un dans la liste."),
    )


def _picked(label: str, choices: Callable[[], list[tuple[str, str]]], *, required: bool = False) -> SelectField:
    """Build a list of things by id or name, of which none is chosen at first."""
    presence = [InputRequired(_("Choisissez dans la liste."))] if required else []
    nothing = [("", "—")]
    return SelectField(  # type: ignore[call-arg]
        label,
        choices=lambda: nothing + choices(),
        coerce=lambda value: str(value or ""),
        default="",
        validators=presence,
        invalid_value_message=_("Ce choix n’existe pas : prenez-en un dans la liste."),
    )


def _level(label: str) -> SelectField:
    """Build a list of the levels of an axis."""
    levels = [(str(each), str(each)) for each in range(rules.LOWEST, rules.HIGHEST + 1)]
    return _picked(label, lambda: levels)


def _sources() -> list[tuple[str, str]]:
    return [(str(each.id), each.name) for each in queries.sources()]


def _competitors() -> list[tuple[str, str]]:
    return [(str(each.id), each.name) for each in queries.competitors()]


def _families() -> list[tuple[str, str]]:
    return [(each, each) for each in our_families()]


def _articles() -> list[tuple[str, str]]:
    return [(each.reference, f"{each.reference} – {each.name}") for each in our_articles()]


def _notes() -> list[tuple[str, str]]:
    found = queries.notes_to_argue_with()
    return [(str(each.id), f"{each.subject} ({gettext(each.nature.label)}, {_grade(each)})") for each in found]


def _grade(note: WatchNote) -> str:
    return rules.grade(note.source.reliability, note.credibility)


def _number(text: object) -> int:
    """Return the id that a list held, 0 for none."""
    said = str(text or "")
    return int(said) if said.isdecimal() and len(said) <= MOST_DIGITS else 0


class SourceForm(HouseForm):
    """A source to be watched; `news` is the news in which it was found."""

    name = line_field(_("Nom de la source"), required=True, longest=120)
    source_kind = choice_field(_("Nature de la source"), SourceKind)
    address = line_field(_("Où la trouver"))
    sector = line_field(_("Secteur ou territoire couvert"), longest=120)
    need = text_field(_("Information attendue"))
    rhythm = choice_field(_("Rythme de consultation"), Rhythm, default=Rhythm.MONTHLY)
    news = HiddenField()

    @property
    def news_id(self) -> int:
        """The news to go back to, 0 for none."""
        return _number(self.news.data)

    def read(self) -> SourceData:
        """Return what was typed."""
        return SourceData(
            name=self.name.data or "",
            source_kind=self.source_kind.data,
            address=self.address.data or "",
            sector=self.sector.data or "",
            need=self.need.data or "",
            rhythm=self.rhythm.data,
        )


class RateForm(HouseForm):
    """How far a source can be trusted."""

    reliability = _asked(_("Fiabilité"), Reliability)
    reason = text_field(_("Pourquoi"))


class NoteForm(HouseForm):
    """A note; `news` is what it was read in."""

    source = _picked(_("Source"), _sources, required=True)
    subject = line_field(_("Sujet"), required=True)
    nature = _asked(_("Fait, opinion ou rumeur"), Nature)
    text = text_field(_("Ce qu’il faut retenir"), required=True)
    informed_on = DayField(_("Date de l’information"), required=True)
    valid_until = DayField(_("Valable jusqu’au"))
    credibility = choice_field(_("Crédibilité"), Credibility, default=Credibility.UNJUDGED)
    importance = choice_field(_("Importance pour nos ventes"), Importance, default=Importance.MEDIUM)
    competitor = _picked(_("Concurrent"), _competitors)
    family = _picked(_("Famille d’articles"), _families)
    news = HiddenField()

    @property
    def the_source(self) -> Source | None:
        """The source chosen."""
        return queries.source_by_id(_number(self.source.data))

    @property
    def the_competitor(self) -> Competitor | None:
        """The competitor chosen, if any."""
        return queries.competitor_by_id(_number(self.competitor.data))

    @property
    def news_id(self) -> int:
        """The news that it was read in, 0 for none."""
        return _number(self.news.data)

    def read(self) -> NoteData:
        """Return what was typed."""
        return NoteData(
            subject=self.subject.data or "",
            nature=self.nature.data,
            text=self.text.data or "",
            informed_on=self.informed_on.data,  # type: ignore[arg-type]
            credibility=self.credibility.data,
            importance=self.importance.data,
            family=self.family.data or "",
            valid_until=self.valid_until.data,
        )


class CheckForm(HouseForm):
    """What another source says of a note."""

    source = _picked(_("Autre source"), _sources, required=True)
    finding = _asked(_("Ce qu’elle en dit"), Finding)
    text = text_field(_("Précisions"))

    @property
    def the_source(self) -> Source | None:
        """The source chosen."""
        return queries.source_by_id(_number(self.source.data))


class CompetitorForm(HouseForm):
    """A competitor's sheet, or our own place beside them."""

    name = line_field(_("Nom"), required=True, longest=120)
    siren = line_field(_("SIREN"), longest=20)
    city = line_field(_("Ville"), longest=120)
    website = line_field(_("Site internet"))
    identity = text_field(_("Qui est-ce"))
    range_text = text_field(_("Gamme"))
    prices_text = text_field(_("Niveau de prix et conditions"))
    service_text = text_field(_("Services"))
    strengths = text_field(_("Forces"))
    weaknesses = text_field(_("Faiblesses"))
    price_level = _level(_("Prix, de 1 à 10"))
    service_level = _level(_("Qualité et services, de 1 à 10"))
    fresh_until = DayField(_("À mettre à jour avant le"))

    def read(self) -> CompetitorData:
        """Return what was typed."""
        texts = ("name", "siren", "city", "website", "identity", "range_text", "prices_text", "service_text")
        said = {each: self[each].data or "" for each in (*texts, "strengths", "weaknesses")}
        return CompetitorData(
            **said,
            price_level=_number(self.price_level.data) or None,
            service_level=_number(self.service_level.data) or None,
            fresh_until=self.fresh_until.data,
        )


class PriceForm(HouseForm):
    """A price of theirs."""

    reference = _picked(_("Notre article comparable"), _articles)
    wording = line_field(_("Leur article"))
    price = MoneyField(_("Leur prix HT"), required=True)
    seen_on = DayField(_("Relevé le"), required=True)
    source = _picked(_("Source"), _sources)

    @property
    def the_source(self) -> Source | None:
        """The source chosen, if any."""
        return queries.source_by_id(_number(self.source.data))


class DigestForm(HouseForm):
    """Notes to be sent to colleagues."""

    title = line_field(_("Objet"), required=True)
    summary = text_field(_("L’essentiel en quelques phrases"), required=True)
    notes = SelectMultipleField(
        _("Notes à diffuser"), coerce=int, validate_choice=False, widget=ListWidget(), option_widget=CheckboxInput()
    )
    recipients = SelectMultipleField(
        _("Destinataires"),
        choices=lambda: [(each.value, gettext(each.label)) for each in Service],
        widget=ListWidget(),
        option_widget=CheckboxInput(),
    )


class ArgumentForm(HouseForm):
    """A note that serves to sell."""

    note = _picked(_("Note de veille"), _notes, required=True)
    text = text_field(_("Votre argument"), required=True)

    @property
    def the_note(self) -> WatchNote | None:
        """The note chosen."""
        return queries.note_by_id(_number(self.note.data))
