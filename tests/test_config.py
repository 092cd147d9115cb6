"""Settings from the environment: complete and strong, or no start."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm.config import MissingSetting, Settings

GOOD = {
    "COMPTOIR_DATABASE_URL": "sqlite:///x.sqlite",
    "COMPTOIR_SECRET_KEY": "s" * 32,
    "COMPTOIR_SEAL_KEY": "é" * 32,
}


def test_what_is_needed_is_enough_and_production_is_the_rule(tmp_path: Path) -> None:
    settings = Settings.from_env(GOOD | {"COMPTOIR_DATA": str(tmp_path)})
    assert settings.production is True
    assert settings.trusted_proxies == 0
    assert settings.signing_key is None
    assert settings.data_dir == tmp_path
    assert settings.seal_key == ("é" * 32).encode()


def test_the_rest_is_read_too() -> None:
    settings = Settings.from_env(GOOD | {"COMPTOIR_TRUSTED_PROXIES": "2", "COMPTOIR_SIGNING_KEY": "ab" * 32})
    assert settings.trusted_proxies == 2
    assert settings.signing_key == bytes.fromhex("ab" * 32)
    assert settings.road_service == ""
    assert settings.geocoder == ""
    base = Settings.from_env(GOOD | {"COMPTOIR_GEOCODER": " data.geopf.fr/geocodage/ "}).geocoder
    assert base == "data.geopf.fr/geocodage"
    roads = Settings.from_env(GOOD | {"COMPTOIR_ROAD_SERVICE": " https://roads.example/osrm "}).road_service
    assert roads == "https://roads.example/osrm"


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("value", [None, "", "   "])
def test_a_missing_one_stops_the_start_by_name(name: str, value: str | None) -> None:
    env = {key: text for key, text in GOOD.items() if key != name} | ({} if value is None else {name: value})
    with pytest.raises(MissingSetting, match=name):
        Settings.from_env(env)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("COMPTOIR_SECRET_KEY", "tiny"),
        ("COMPTOIR_SEAL_KEY", "s" * 31),
        ("COMPTOIR_GEOCODER", "https://data.geopf.fr/geocodage"),
        ("COMPTOIR_GEOCODER", "nowhere"),
        ("COMPTOIR_TRUSTED_PROXIES", "two"),
        ("COMPTOIR_TRUSTED_PROXIES", "²"),
        ("COMPTOIR_TRUSTED_PROXIES", "-1"),
        ("COMPTOIR_SIGNING_KEY", "ab"),
        ("COMPTOIR_SIGNING_KEY", "xy" * 32),
        ("COMPTOIR_ROAD_SERVICE", "roads.example"),
        ("COMPTOIR_ROAD_SERVICE", "file:///etc/hosts"),
    ],
)
def test_a_wrong_one_stops_the_start_by_name(name: str, value: str) -> None:
    with pytest.raises(MissingSetting, match=name) as refused:
        Settings.from_env(GOOD | {name: value})
    assert value not in str(refused.value)


def test_no_secret_shows_in_a_log() -> None:
    shown = repr(Settings.from_env(GOOD | {"COMPTOIR_SIGNING_KEY": "ab" * 32}))
    assert "ssss" not in shown
    assert "é" not in shown
    assert "abab" not in shown


def test_the_environment_itself_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    assert Settings.from_env().database_url == "sqlite:///x.sqlite"
