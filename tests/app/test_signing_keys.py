"""The keys that sign what leaves: made once, kept beside the database, replaced without losing the old public ones."""

from pathlib import Path

import pytest

from app.settings import Settings
from app.signing_keys import DamagedKey, folder_of, public_keys, rotate, signer_of
from exports.signing import is_signed


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


def test_the_key_is_made_once_and_only_its_owner_reads_it(settings: Settings) -> None:
    assert signer_of(settings) == signer_of(settings)
    assert (folder_of(settings) / "private.key").stat().st_mode & 0o077 == 0


def test_after_a_rotation_old_signatures_still_hold(settings: Settings) -> None:
    before = signer_of(settings).sign(b"old")
    after = rotate(settings).sign(b"new")

    assert before.key != after.key
    assert is_signed(b"old", before, public_keys(settings))
    assert is_signed(b"new", after, public_keys(settings))


def test_a_damaged_key_is_named_and_nothing_is_signed_with_another(settings: Settings) -> None:
    signer_of(settings)
    (folder_of(settings) / "private.key").write_text("spoilt")

    with pytest.raises(DamagedKey, match=r"private\.key is damaged"):
        signer_of(settings)


def test_another_folder_can_be_named(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", signing_dir=tmp_path / "keys")
    signer_of(settings)

    assert len(list((tmp_path / "keys").iterdir())) == 2
