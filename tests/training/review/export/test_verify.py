"""The verification that a panel runs alone: it must find whatever was done to a dossier."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm.training.review.export import bundle, verify
from crm.training.review.export.signing import public_bytes, public_pem
from tests.training.review.export.builders import (
    KEY,
    OTHER_KEY,
    SEAL_KEY,
    a_chain,
    a_dossier,
    read_back,
    saved,
    signed_again,
)

ARCHIVE = a_dossier()
FILES = read_back(ARCHIVE)
MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
Files = dict[str, bytes]


def flipped(data: bytes, offset: int, mask: int) -> bytes:
    """Return bytes of which one is another."""
    return data[:offset] + bytes([data[offset] ^ mask]) + data[offset + 1 :]


def with_records(change: Callable[[list[str]], list[str]]) -> Files:
    """Return the dossier with its lines of records changed."""
    lines = FILES["records.json"].decode().split("\n")[:-1]
    return FILES | {"records.json": "".join(f"{line}\n" for line in change(lines)).encode()}


def said(files: Files, fingerprint: str = "") -> str:
    """Return what the verification says, in French."""
    return " ".join(problem.fr for problem in verify.problems_of(files, fingerprint))


class TestASoundDossier:
    def test_passes(self, tmp_path: Path) -> None:
        path = saved(tmp_path, ARCHIVE)
        assert verify.verify(path) == []
        assert verify.verify(path, verify.sha256(public_bytes(KEY))) == []
        assert bundle.verify_dossier(path, seal_key=SEAL_KEY) == []

    def test_passes_unpacked(self, tmp_path: Path) -> None:
        for name, data in FILES.items():
            (tmp_path / name).write_bytes(data)
        assert verify.verify(tmp_path) == []

    def test_is_the_same_archive_each_time(self) -> None:
        assert a_dossier() == ARCHIVE
        assert list(FILES) == sorted(FILES)


class TestAnAlteredByte:
    @pytest.mark.parametrize("name", sorted(FILES))
    @MANY
    @given(data=st.data())
    def test_is_found_in_any_file(self, name: str, data: st.DataObject) -> None:
        offset = data.draw(st.integers(0, len(FILES[name]) - 1))
        mask = data.draw(st.integers(1, 255))
        assert verify.problems_of(FILES | {name: flipped(FILES[name], offset, mask)})

    @MANY
    @given(offset=st.integers(0, len(ARCHIVE) - 1), mask=st.integers(1, 255))
    def test_is_found_anywhere_in_the_archive(self, tmp_path: Path, offset: int, mask: int) -> None:
        assert verify.verify(saved(tmp_path, flipped(ARCHIVE, offset, mask)))

    def test_in_a_record_is_named(self) -> None:
        altered = with_records(lambda lines: [line.replace('cents\\":300', 'cents\\":900') for line in lines])
        assert "Enregistrement 3 modifié." in said(altered)
        assert "Fichier modifié : records.json" in said(altered)


class TestTheRecords:
    @pytest.mark.parametrize("gone", range(5))
    def test_that_were_removed_are_missed(self, gone: int) -> None:
        assert said(with_records(lambda lines: lines[:gone] + lines[gone + 1 :]))

    def test_that_were_swapped_are_noticed(self) -> None:
        text = said(with_records(lambda lines: [lines[0], lines[2], lines[1], *lines[3:]]))
        assert "Enregistrement 2 attendu, 3 trouvé." in text

    def test_that_were_inserted_are_noticed(self) -> None:
        assert "Enregistrement 3 attendu, 2 trouvé." in said(
            with_records(lambda lines: [*lines[:2], lines[1], *lines[2:]])
        )

    def test_cut_off_at_the_end_are_noticed(self) -> None:
        assert "La chaîne ne finit pas où le manifeste le dit" in said(with_records(lambda lines: lines[:-1]))

    @pytest.mark.parametrize("line", ["", "{}", "null", "pas du JSON", '{"text":"[]","position":1}'])
    def test_that_cannot_be_read_are_noticed(self, line: str) -> None:
        assert "Enregistrement illisible, ligne 2." in said(with_records(lambda lines: [lines[0], line, *lines[2:]]))

    @pytest.mark.parametrize("gone", range(5))
    def test_removed_by_a_forger_who_signs_anew_break_the_chain_or_the_fingerprint(self, gone: int) -> None:
        forged = signed_again(with_records(lambda lines: lines[:gone] + lines[gone + 1 :]), key=OTHER_KEY)
        assert "La signature" not in said(forged)
        assert said(forged)

    def test_written_anew_by_a_forger_fail_the_fingerprint_and_the_house_s_seals(self, tmp_path: Path) -> None:
        chain = a_chain()
        chain[2] = type(chain[2])(3, chain[2].text.replace("300", "900"), chain[2].seal)
        path = saved(tmp_path, a_dossier(chain, key=OTHER_KEY))
        assert verify.verify(path) == []
        assert "La clé n’est pas celle du centre" in verify.verify(path, verify.sha256(public_bytes(KEY)))[0].fr
        assert "record 3" in bundle.verify_dossier(path, seal_key=SEAL_KEY)[0].en


class TestTheFiles:
    @pytest.mark.parametrize("name", sorted(FILES))
    def test_that_were_removed_are_missed(self, name: str) -> None:
        rest = {each: data for each, data in FILES.items() if each != name}
        assert f"Fichier manquant : {name}" in said(rest)

    def test_that_were_added_are_noticed(self) -> None:
        assert "Fichier étranger au dossier : note.txt" in said(FILES | {"note.txt": b"x"})

    def test_packed_again_otherwise_are_noticed(self, tmp_path: Path) -> None:
        again = verify.packed(dict(reversed(FILES.items()))) + b""
        assert verify.verify(saved(tmp_path, again)) == []
        assert verify.verify(saved(tmp_path, ARCHIVE + b"x"))
        assert verify.verify(saved(tmp_path, b"x" + ARCHIVE))

    def test_twice_in_the_archive_are_noticed(self, tmp_path: Path) -> None:
        import io
        import zipfile

        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, data in FILES.items():
                archive.writestr(name, data)
            with pytest.warns(UserWarning, match="Duplicate"):
                archive.writestr("dossier.pdf", b"another")
        assert "deux fichiers du même nom" in verify.verify(saved(tmp_path, buffer.getvalue()))[0].fr

    @pytest.mark.parametrize("data", [b"", b"PK", b"not a zip"])
    def test_that_are_no_archive_do_not_open(self, tmp_path: Path, data: bytes) -> None:
        assert "ne s’ouvre pas" in verify.verify(saved(tmp_path, data))[0].fr

    def test_that_are_not_there_do_not_open(self, tmp_path: Path) -> None:
        assert "ne s’ouvre pas" in verify.verify(tmp_path / "nothing.zip")[0].fr


class TestTheSignature:
    def test_by_another_key_fails_the_fingerprint(self) -> None:
        forged = signed_again(FILES, key=OTHER_KEY)
        assert said(forged) == ""
        mine = verify.sha256(public_bytes(KEY))
        assert "La clé n’est pas celle du centre" in said(forged, mine)
        spaced = " ".join(mine[at : at + 4].upper() for at in range(0, 64, 4))
        assert said(FILES, spaced) == ""

    def test_by_another_key_under_the_old_one_does_not_fit(self) -> None:
        forged = signed_again(FILES, key=OTHER_KEY) | {verify.KEY: FILES[verify.KEY]}
        assert "La signature ne correspond pas au manifeste." in said(forged)

    @pytest.mark.parametrize("pem", [b"", b"-----BEGIN PUBLIC KEY-----\n%%\n-----END PUBLIC KEY-----\n", b"\xff"])
    def test_with_an_unreadable_key_is_refused(self, pem: bytes) -> None:
        assert "La clé publique est illisible." in said(FILES | {verify.KEY: pem})

    @pytest.mark.parametrize("manifest", [b"", b"{}", b"[]", b'{"files": 3}', b"\xff"])
    def test_of_an_unreadable_manifest_is_refused(self, manifest: bytes) -> None:
        assert "Le manifeste est illisible." in said(FILES | {verify.MANIFEST: manifest})

    @settings(max_examples=25, deadline=None)
    @given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=200))
    def test_is_checked_as_the_library_does(self, seed: bytes, message: bytes) -> None:
        key = Ed25519PrivateKey.from_private_bytes(seed)
        signature, public = key.sign(message), public_bytes(key)
        assert verify.key_of(public_pem(key)) == public
        assert verify.is_signed(public, message, signature)
        assert not verify.is_signed(public, message + b"x", signature)
        assert not verify.is_signed(public, message, flipped(signature, len(message) % 64, 1))

    def test_has_one_form_only(self) -> None:
        signature = FILES[verify.SIGNATURE]
        key, factor = public_bytes(KEY), int.from_bytes(signature[32:], "little") + verify.ORDER
        malleable = signature[:32] + factor.to_bytes(32, "little")
        assert not verify.is_signed(key, FILES[verify.MANIFEST], malleable)
        assert not verify.is_signed(key[:-1], b"", signature)
        assert not verify.is_signed(key, b"", signature[:-1])

    def test_refuses_points_that_are_none(self) -> None:
        assert verify.point_of(b"\xff" * 32) is None
        assert verify.point_of((2).to_bytes(32, "little")) is None
        assert verify.point_of(b"\x01" + bytes(30) + b"\x80") is None


class TestTheFindings:
    def test_may_point_to_records_of_the_chain_only(self) -> None:
        verdicts = {"criteria": [{"occasions": [{"exhibits": [{"activity": "order.recorded", "position": 99}]}]}]}
        forged = signed_again(FILES | {"verdicts.json": json.dumps(verdicts).encode()}, key=KEY)
        assert "Une pièce renvoie à un enregistrement absent : 99." in said(forged)

    @pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b'{"criteria": [{}]}'])
    def test_that_cannot_be_read_are_refused(self, data: bytes) -> None:
        assert "Les constats sont illisibles." in said(FILES | {"verdicts.json": data})


class TestTheScript:
    def run(self, *arguments: str, cwd: Path | None = None, script: Path | None = None) -> tuple[int, str]:
        """Run the script as a panel does: no package of ours, nothing installed."""
        command = [sys.executable, "-I", "-S", str(script or Path(verify.__file__)), *arguments]
        done = subprocess.run(command, capture_output=True, check=False, cwd=cwd, timeout=60)
        return done.returncode, done.stdout.decode() + done.stderr.decode()

    def test_accepts_a_sound_archive(self, tmp_path: Path) -> None:
        status, text = self.run(str(saved(tmp_path, ARCHIVE)))
        assert status == 0
        for words in ("CONFORME", "SOUND", "L-0417", verify.sha256(public_bytes(KEY)), "--fingerprint"):
            assert words in text

    def test_verifies_the_folder_it_lies_in(self, tmp_path: Path) -> None:
        for name, data in FILES.items():
            (tmp_path / name).write_bytes(data)
        status, text = self.run(script=tmp_path / "verify.py", cwd=tmp_path)
        assert (status, "CONFORME" in text) == (0, True)
        (tmp_path / "records.json").write_bytes(flipped(FILES["records.json"], 40, 1))
        status, text = self.run(script=tmp_path / "verify.py", cwd=tmp_path)
        assert (status, "REFUSÉ" in text, "REFUSED" in text) == (1, True, True)

    def test_refuses_one_altered_byte(self, tmp_path: Path) -> None:
        status, text = self.run(str(saved(tmp_path, flipped(ARCHIVE, len(ARCHIVE) // 2, 4))))
        assert (status, "REFUSÉ" in text) == (1, True)

    def test_refuses_another_key(self, tmp_path: Path) -> None:
        path = saved(tmp_path, a_dossier(key=OTHER_KEY))
        assert self.run(str(path))[0] == 0
        status, text = self.run(str(path), "--fingerprint", verify.sha256(public_bytes(KEY)))
        assert (status, "La clé n’est pas celle du centre" in text) == (1, True)

    def test_shows_no_more_problems_than_one_can_read(self, tmp_path: Path) -> None:
        archive = a_dossier(a_chain(60))
        files = read_back(archive)
        files["records.json"] = files["records.json"].replace(b"balance", b"balances")
        status, text = self.run(str(saved(tmp_path, verify.packed(files))))
        assert status == 1
        assert text.count("✗") == verify.SHOWN

    def test_is_read_by_python_3_8(self) -> None:
        ast.parse(Path(verify.__file__).read_text("utf-8"), feature_version=(3, 8))


class TestTheCommandLine:
    def test_reads_its_path_and_fingerprint(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        mine = verify.sha256(public_bytes(KEY))
        monkeypatch.setattr(sys, "argv", ["verify.py", str(saved(tmp_path, ARCHIVE)), "--fingerprint", mine])
        assert verify.main() == 0
        assert "SOUND" in capsys.readouterr().out

    @pytest.mark.parametrize("broken", [b"", flipped(ARCHIVE, 100, 1), a_dossier(a_chain(1))[:-1]])
    def test_says_no(self, tmp_path: Path, capsys: pytest.CaptureFixture[str], broken: bytes) -> None:
        assert verify.report(saved(tmp_path, broken), "") == 1
        assert "REFUSED" in capsys.readouterr().out

    def test_asks_to_compare_the_fingerprint(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert verify.report(saved(tmp_path, ARCHIVE), "") == 0
        assert "comparez-la" in capsys.readouterr().out
