"""The forms by which people sign in and keep their accounts, read without a page."""

from starlette.datastructures import FormData

from app.access import identity
from app.features.accounts.forms import AnyCodeForm, MeForm, PasskeyForm, PasswordChangeForm, TokenForm
from app.web.forms import titles_of


def test_what_signs_somebody_in_is_on_no_page_again() -> None:
    change = PasswordChangeForm(FormData({"current": "one", "password": "two", "again": "three"}))
    code = AnyCodeForm(FormData({"code": "123456"}))

    assert (change.current.data, code.code.data) == ("one", "123456")
    assert {field.typed for form in (change, code) for field in form.fields.values()} == {""}
    assert titles_of({"code"}) == {}


def test_a_passkey_that_nobody_named_is_called_passkey() -> None:
    for typed in ("", "  "):
        form = PasskeyForm(FormData({"passkey_name": typed}))
        assert (form.passkey_name.data, form.problems) == ("Passkey", [])


def test_a_stored_name_is_judged_only_once_somebody_changes_it() -> None:
    old = {"name": "see www.old.example"}

    assert not MeForm(FormData(old), old).problems
    assert [problem.place for problem in MeForm(FormData({"name": "see www.new.example"}), old).problems] == ["name"]


def test_a_token_asks_for_each_of_its_fields_in_the_order_of_the_page() -> None:
    form = TokenForm(FormData({"token_name": "", "scope": "", "days": ""}))

    assert [problem.place for problem in form.problems] == ["token_name", "scope", "days"]
    assert TokenForm(FormData({"token_name": "Import", "scope": identity.READ, "days": "90"})).wish.lasting.days == 90
