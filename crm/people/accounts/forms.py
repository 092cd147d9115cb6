"""What can be typed at the door: login and password."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from crm.web.forms import HouseForm, line_field


class SignInForm(HouseForm):
    """Login and password; `next` is the page one wanted, `typed` what one had written there."""

    login = line_field(_("Identifiant"), required=True, longest=80)
    password = PasswordField(
        _("Mot de passe"), validators=[InputRequired(_("Ce champ est obligatoire.")), Length(max=200)]
    )
    next = HiddenField()
    typed = HiddenField()
