"""Finds what pages are made of: the hashed files of static/dist, and the house's macros."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request, send_from_directory

PACKAGE = Path(__file__).resolve().parent.parent
FOREVER = "public, max-age=31536000, immutable"
ENCODINGS = {"br": ".br", "gzip": ".gz"}
UNKNOWN_ICON = "point"
MACROS = ("bits", "forms", "table", "record", "document")
log = logging.getLogger(__name__)


def house_folder(name: str) -> Path:
    """Return a folder such as `templates` or `seed_data`: inside an installed package, else of the working copy."""
    installed = PACKAGE / "_house" / name
    return installed if installed.is_dir() else PACKAGE.parent / name


@dataclass(frozen=True)
class Manifest:
    """What the build made: hashed file and integrity by plain name, and the names of the icons."""

    files: dict[str, str] = field(default_factory=dict)
    integrity: dict[str, str] = field(default_factory=dict)
    icons: frozenset[str] = frozenset()

    @property
    def hashed(self) -> frozenset[str]:
        """The file names whose content never changes."""
        return frozenset(self.files.values())


@lru_cache(maxsize=2)
def _read(path: Path, changed_at: int) -> Manifest:
    written = json.loads(path.read_text(encoding="utf-8"))
    files = {name: each["file"] for name, each in written["assets"].items()}
    integrity = {name: each["integrity"] for name, each in written["assets"].items()}
    return Manifest(files=files, integrity=integrity, icons=frozenset(written["icons"]))


def manifest() -> Manifest:
    """Read the manifest, again when a build has replaced it; empty before the first build."""
    path = house_folder("static") / "dist" / "manifest.json"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except OSError:
        log.warning("no assets are built yet: run `python hatch_build.py`")
        return Manifest()


def asset(name: str) -> str:
    """Return the address of an asset, as `asset("comptoir.css")`; an unknown name is a KeyError."""
    built = manifest().files
    return f"/static/dist/{built[name] if built else name}"


def integrity(name: str) -> str:
    """Return the integrity value of an asset for its tag, or nothing before the first build."""
    return manifest().integrity.get(name, "")


def icon_sprite(name: str = UNKNOWN_ICON) -> str:
    """Return the address of one icon in the sprite; a dot stands for an unknown name."""
    known = manifest().icons
    if known and name not in known:
        log.error("unknown icon %r: name it in static/house/icons.txt", name)
        name = UNKNOWN_ICON
    return f"{asset('icons.svg')}#{name}"


def _send(name: str) -> Response:
    folder = house_folder("static") / "dist"
    hashed = name in manifest().hashed
    wanted = next((each for each in ENCODINGS if request.accept_encodings[each] > 0), None)
    packed = f"{name}{ENCODINGS[wanted]}" if wanted else ""
    if not (folder / name).is_file():
        abort(404)
    if wanted and hashed and (folder / packed).is_file():
        response = send_from_directory(folder, packed, mimetype=_kind(name))
        response.headers["Content-Encoding"] = wanted
    else:
        response = send_from_directory(folder, name, mimetype=_kind(name))
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = FOREVER if hashed else "no-cache"
    return response


def _kind(name: str) -> str:
    kinds = {
        ".css": "text/css",
        ".js": "text/javascript",
        ".svg": "image/svg+xml",
        ".woff2": "font/woff2",
        ".png": "image/png",
    }
    return kinds.get(Path(name).suffix, "text/plain" if name.endswith(".txt") else "application/octet-stream")


class Macros:
    """The macros of one file, for every template: a part rendered alone does not see its page's imports."""

    def __init__(self, path: str) -> None:
        """Remember the file; it is read when a macro is first called."""
        self._path = path

    def __getattr__(self, name: str) -> object:
        """Return the macro of that name."""
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(current_app.jinja_env.get_template(self._path).module, name)


def serve_assets(app: Flask) -> None:
    """Serve the built files at /static/dist/; give templates `asset`, `integrity`, `icon_sprite` and the macros."""
    assets = Blueprint("assets", __name__)
    assets.add_url_rule("/static/dist/<path:name>", "file", _send)
    app.register_blueprint(assets)
    app.jinja_env.globals.update(asset=asset, integrity=integrity, icon_sprite=icon_sprite)
    app.jinja_env.globals.update({name: Macros(f"house/macros/{name}.html") for name in MACROS})
