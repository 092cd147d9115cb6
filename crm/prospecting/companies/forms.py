"""What can be typed about companies and contacts."""

from __future__ import annotations

from babel import Locale
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, EmailField, SelectField, TelField
from wtforms.validators import Optional, Regexp

from crm.kernel.tax import HOME
from crm.prospecting.companies.models import ContactRole, LegalBasis, Nature, Source, searchable
from crm.prospecting.companies.use_cases import CompanyData
from crm.web.filters import language
from crm.web.forms import HouseForm, choice_field, clean_text, line_field, no_control_characters, text_field

EMAIL = Regexp(
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message=_("Cette adresse e-mail n’est pas complète (nom@domaine.example).")
)
# What CLDR names by two letters without its being a country: unions, islands reserved, tests, the unknown.
LETTERS = 2
NO_COUNTRIES = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())  # noqa: SIM905
PHONE = Regexp(r"^\+?[\d .()-]{6,30}$", message=_("Ce numéro de téléphone est illisible."))


def countries() -> list[tuple[str, str]]:
    """Return the countries by their ISO 3166 codes, in the reader's words and order."""
    locale = Locale(language())
    named = [
        (code, str(name))
        for code, name in locale.territories.items()
        if len(code) == LETTERS and code.isalpha() and code not in NO_COUNTRIES
    ]
    return sorted(named, key=lambda each: searchable(each[1]))


class CompanyForm(HouseForm):
    """A prospect record."""

    nature = choice_field(_("Nature"), Nature)
    legal_name = line_field(_("Raison sociale ou nom"), required=True)
    siren = line_field(_("SIREN"), longest=20)
    siret = line_field(_("SIRET"), longest=25)
    vat_number = line_field(_("N° de TVA"), longest=25)
    sector = line_field(_("Activité"), longest=120)
    staff_size = line_field(_("Effectif"), longest=40)
    street = line_field(_("Adresse"))
    postcode = line_field(_("Code postal"), longest=12)
    city = line_field(_("Ville"), longest=120)
    country = SelectField(  # type: ignore[call-arg]  # the stubs are older
        _("Pays"), choices=countries, default=HOME, invalid_choice_message=_("Choisissez un pays de la liste.")
    )
    phone = TelField(_("Téléphone"), validators=[Optional(), PHONE], filters=[clean_text])
    email = EmailField(_("E-mail"), validators=[Optional(), EMAIL, no_control_characters], filters=[clean_text])
    language = SelectField(_("Langue"), choices=[("fr", _("Français")), ("en", _("Anglais"))], default="fr")
    source = choice_field(_("Origine du contact"), Source)
    legal_basis = choice_field(_("Base légale"), LegalBasis)
    notes = text_field(_("Informations"))
    despite_likeness = BooleanField(_("Il s’agit bien d’une autre entreprise : créer la fiche"))

    def read(self) -> CompanyData:
        """Return what was typed."""
        return CompanyData(
            nature=self.nature.data,
            legal_name=self.legal_name.data or "",
            siren=self.siren.data or "",
            siret=self.siret.data or "",
            vat_number=self.vat_number.data or "",
            sector=self.sector.data or "",
            staff_size=self.staff_size.data or "",
            street=self.street.data or "",
            postcode=self.postcode.data or "",
            city=self.city.data or "",
            country=self.country.data or HOME,
            phone=self.phone.data or "",
            email=self.email.data or "",
            language=self.language.data or "fr",
            source=self.source.data,
            legal_basis=self.legal_basis.data,
            notes=self.notes.data or "",
        )


class ContactForm(HouseForm):
    """A person to talk to."""

    first_name = line_field(_("Prénom"), longest=80)
    last_name = line_field(_("Nom"), required=True, longest=80)
    function = line_field(_("Fonction"), longest=120)
    role = choice_field(_("Rôle dans la décision"), ContactRole)
    email = EmailField(_("E-mail"), validators=[Optional(), EMAIL, no_control_characters], filters=[clean_text])
    phone = TelField(_("Téléphone"), validators=[Optional(), PHONE], filters=[clean_text])


class NoteForm(HouseForm):
    """A note for the timeline."""

    text = text_field(_("Note"), required=True)


class OptOutForm(HouseForm):
    """The channels which a company refuses."""

    email = BooleanField(_("Plus d’e-mails"))
    phone = BooleanField(_("Plus d’appels"))
    post = BooleanField(_("Plus de courriers"))
