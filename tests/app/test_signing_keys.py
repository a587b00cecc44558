"""The keys that sign: made once, kept for their owner, changed without losing what was signed, told when damaged."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.files.signing_keys import PRIVATE, DamagedKey, keys_at, public_keys, rotate, signer_of, write_public
from app.settings import Settings
from exports.signing import Signer, as_pem, keys_in


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


def test_the_key_is_made_once_and_stays(settings: Settings) -> None:
    first = signer_of(settings)

    assert signer_of(settings) == first
    assert public_keys(settings) == {first.id: first.public}


def test_of_many_that_make_the_first_key_at_once_one_wins(settings: Settings) -> None:
    with ThreadPoolExecutor(8) as people:
        made = {signer.private for signer in people.map(lambda _: signer_of(settings), range(16))}

    assert len(made) == 1
    assert sorted(path.suffix for path in (settings.data_dir / "signing").iterdir()) == [".key", ".pem"]


def test_the_private_key_is_for_its_owner_and_the_public_one_for_all(settings: Settings) -> None:
    signer = signer_of(settings)
    folder = settings.data_dir / "signing"

    assert stat.S_IMODE((folder / PRIVATE).stat().st_mode) == 0o600
    assert stat.S_IMODE((folder / f"{signer.id}.pem").stat().st_mode) == 0o600
    assert signer.private.hex() not in (folder / f"{signer.id}.pem").read_text()


def test_a_new_key_takes_the_place_and_the_old_public_one_stays(settings: Settings) -> None:
    old = signer_of(settings)

    new = rotate(settings)

    assert new != old
    assert signer_of(settings) == new
    assert public_keys(settings) == {old.id: old.public, new.id: new.public}


def test_the_folder_can_be_elsewhere(tmp_path: Path) -> None:
    signer_of(Settings(data_dir=tmp_path / "data", signing_dir=tmp_path / "keys"))

    assert (tmp_path / "keys" / PRIVATE).exists()
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("damaged", ["", "no key", "00" * 31, "\N{SNOWMAN}"])
def test_a_damaged_private_key_is_told_and_not_replaced(settings: Settings, damaged: str) -> None:
    signer_of(settings)
    path = settings.data_dir / "signing" / PRIVATE
    path.write_text(damaged)

    with pytest.raises(DamagedKey, match="Restore it from a backup"):
        signer_of(settings)
    assert path.read_text() == damaged


@pytest.mark.parametrize(
    "damaged", [b"", b"no key", b"\xff\xfe", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"]
)
def test_a_file_without_a_public_key_is_told(tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / "one.pem").write_bytes(damaged)

    with pytest.raises(DamagedKey, match="contains no public key"):
        keys_at(tmp_path)


def test_keys_are_read_from_a_folder_and_from_a_file_with_several(tmp_path: Path) -> None:
    signers = [Signer(bytes([number]) * 32) for number in range(3)]
    for key in signers:
        write_public(tmp_path / "keys", key.public)
    together = tmp_path / "all.txt"
    together.write_text("Our keys:\n" + "\n".join(as_pem(signer.public) for signer in signers))

    assert keys_at(tmp_path / "keys") == keys_at(together) == {signer.id: signer.public for signer in signers}


def test_keys_of_other_kinds_are_left_out() -> None:
    """A key of X25519, with which nobody signs."""
    key = "MCowBQYDK2VuAyEAhSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo="

    assert keys_in(f"-----BEGIN PUBLIC KEY-----\n{key}\n-----END PUBLIC KEY-----") == {}
