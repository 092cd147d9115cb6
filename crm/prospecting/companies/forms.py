"""What can be typed about companies and contacts."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, EmailField, SelectField, TelField
from wtforms.validators import Optional, Regexp

from crm.prospecting.companies.models import ContactRole, LegalBasis, Nature, Source
from crm.prospecting.companies.use_cases import CompanyData
from crm.web.forms import HouseForm, choice_field, clean_text, line_field, no_control_characters, text_field

EMAIL = Regexp(
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message=_("Cette adresse e-mail n’est pas complète (nom@domaine.example).")
)
PHONE = Regexp(r"^\+?[\d .()-]{6,30}$", message=_("Ce numéro de téléphone est illisible."))


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
    phone = TelField(_("Téléphone"), validators=[Optional(), PHONE], filters=[clean_text])
    email = EmailField(_("E-mail"), validators=[Optional(), EMAIL, no_control_characters], filters=[clean_text])
    language = SelectField(_("Langue"), choices=[("fr", _("Français")), ("en", _("Anglais"))], default="fr")
    source = choice_field(_("Origine du contact"), Source)
    legal_basis = choice_field(_("Base légale"), LegalBasis)
    notes = text_field(_("Informations"))

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
