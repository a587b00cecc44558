"""An application with something else in its state, for a test: the state itself cannot be changed."""

from dataclasses import replace
from typing import Any, cast

from fastapi import FastAPI


def change_state(app: FastAPI, **changes: object) -> None:
    app.state = replace(cast(Any, app.state), **changes)
