"""What is chosen in a conversation."""

from __future__ import annotations

from wtforms import StringField

from crm.web.forms import HouseForm


class StartForm(HouseForm):
    """Which conversation to hold."""

    graph = StringField()


class SayForm(HouseForm):
    """Which reply to give."""

    choice = StringField()
