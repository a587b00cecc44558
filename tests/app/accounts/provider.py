"""A real OpenID provider in a process of its own: `python provider.py PORT SECRET`.

It insists on PKCE, which the provider from the shelf does not, and can be told to lie, PUT /lie/nonce, and which
address it checked: PUT /email/alice@example.org.
"""

import base64
import hashlib
import json
import os
import sys
import warnings
from typing import Any

warnings.simplefilter("ignore")  # the provider still stands on a part of Authlib that is on its way out
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

import flask  # noqa: E402
from joserfc import jwt  # noqa: E402
from joserfc.jwk import OctKey, RSAKey  # noqa: E402
from oidc_provider_mock import _app  # noqa: E402
from oidc_provider_mock._storage import storage  # noqa: E402

CLAIMS: dict[str, dict[str, Any]] = {
    "nonce": {"nonce": "another"},
    "audience": {"aud": "another"},
    "issuer": {"iss": "http://another.example"},
    "expired": {"exp": 1},
    "subject": {"sub": ""},
}
told = {"lie": "", "challenge": "", "email": ""}
honest = _app.OpenIDCode.encode_id_token


def encode_id_token(self: Any, token: Any, request: Any) -> str:
    honest_token, lie = str(honest(self, token, request)), told["lie"]
    payload = honest_token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(payload + "==")) | CLAIMS.get(lie, {})
    if told["email"]:
        claims |= {"email": told["email"], "email_verified": lie != "unchecked"}
    own: Any = RSAKey.import_key(storage.jwk.as_dict(is_private=True))
    if lie == "algorithm":
        return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(sys.argv[2]))
    if lie == "unsigned":
        return jwt.encode({"alg": "none"}, claims, OctKey.import_key(sys.argv[2]), ["none"])
    return jwt.encode({"alg": "RS256"}, claims, RSAKey.generate_key() if lie == "key" else own)


def check_pkce() -> tuple[str, int] | None:
    if flask.request.path == "/oauth2/authorize" and flask.request.args.get("code_challenge_method") == "S256":
        told["challenge"] = flask.request.args["code_challenge"]
    if flask.request.path == "/oauth2/token":
        digest = hashlib.sha256(flask.request.form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != told.pop("challenge"):
            return "wrong verifier", 400
    return None


def tell(lie: str) -> str:
    told["lie"] = "" if lie == "nothing" else lie
    return lie


def tell_email(email: str) -> str:
    told["email"] = "" if email == "none" else email
    return email


if __name__ == "__main__":
    _app.OpenIDCode.encode_id_token = encode_id_token
    app = _app.app()
    app.before_request(check_pkce)
    app.add_url_rule("/lie/<lie>", view_func=tell, methods=["PUT"])
    app.add_url_rule("/email/<email>", view_func=tell_email, methods=["PUT"])
    app.run(port=int(sys.argv[1]), debug=False, use_reloader=False)
