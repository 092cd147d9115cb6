"""What gunicorn serves: the application of the environment's settings."""

from __future__ import annotations

from crm.app import create_app
from crm.config import Settings

application = create_app(Settings.from_env())
