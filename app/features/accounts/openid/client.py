"""OpenID Connect as its client: authorization code with PKCE, state and nonce, and every check of the token.

The algorithms are fixed here and never taken from the token; issuer and subject say who it is, never an e-mail address:
that one only finds the account that may be meant, and a person is asked before anything is linked.
"""

import hmac
import json
import secrets
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast

from app import Deferred
from app.access.sealing import seal, unseal
from app.settings import Settings
from app.validation.mail_addresses import normalised

if TYPE_CHECKING:
    import httpx2
    from authlib.integrations import base_client, httpx_client
    from authlib.oidc import core
    from joserfc import errors, jwk, jwt
else:
    httpx2, base_client = Deferred("httpx2"), Deferred("authlib.integrations.base_client")
    httpx_client, core = Deferred("authlib.integrations.httpx_client"), Deferred("authlib.oidc.core")
    errors, jwk, jwt = map(Deferred, ("joserfc.errors", "joserfc.jwk", "joserfc.jwt"))

ALGORITHMS = ["RS256", "ES256"]
WAYS, FINDINGS = "ways to the OpenID provider", "accounts found at the OpenID provider"
SECONDS = 600
"""How long a person may take at the provider, and over what was found there."""
PATIENCE = 20.0
"""Seconds for each answer of the provider."""
CLOCKS_DIFFER = 60
ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")
RETURN_PATH = "/sign-in/openid/return"


class NotProved(Exception):
    """The provider could not be asked, refused, or answered something that proves nothing."""


@dataclass(frozen=True)
class Way:
    """One way to the provider and back, sealed into a cookie: only the browser that set out can arrive."""

    state: str
    nonce: str
    verifier: str
    next: str = "/"
    person_id: str = ""
    """Of somebody who links the account at the provider to their own here."""
    link: str = ""
    """The token of an invitation that is accepted so."""

    def seal(self, key: bytes) -> str:
        return seal(key, WAYS, json.dumps(asdict(self)))


@dataclass(frozen=True)
class Identity:
    """An account at the provider. `email` is its address, if the provider says that it checked it, else ""."""

    issuer: str
    subject: str
    email: str

    @property
    def name(self) -> str:
        """By which a person knows it again."""
        return self.email or self.subject


@dataclass(frozen=True)
class Finding:
    """An account at the provider, proved and not linked yet: sealed into a cookie until the person says yes."""

    identity: Identity
    person_id: str = ""
    """Of somebody who set out to link it; "" where whoever signs in next is asked."""
    link: str = ""
    """The token of an invitation that it would accept."""

    def seal(self, key: bytes) -> str:
        return seal(key, FINDINGS, json.dumps(asdict(self)))


def finding_of(key: bytes, sealed: str) -> Finding | None:
    text = unseal(key, FINDINGS, sealed, seconds=SECONDS)
    if not text:
        return None
    read = json.loads(text)
    return Finding(Identity(**read["identity"]), read["person_id"], read["link"])


def new_way(**purpose: str) -> Way:
    return Way(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48), **purpose)


def way_of(key: bytes, sealed: str) -> Way | None:
    text = unseal(key, WAYS, sealed, seconds=SECONDS)
    return Way(**json.loads(text)) if text else None


def address_at_provider(settings: Settings, way: Way) -> str:
    """Where the browser goes. Raises NotProved."""
    with _client(settings) as client:
        begin = _description(client, settings)["authorization_endpoint"]
        address, _ = client.create_authorization_url(
            begin, state=way.state, nonce=way.nonce, code_verifier=way.verifier
        )
    return cast(str, address)


def identity_of(settings: Settings, way: Way, code: str, state: str) -> Identity:
    """Who came back. Raises NotProved."""
    if not code or not hmac.compare_digest(state.encode(), way.state.encode()):
        raise NotProved
    try:
        with _client(settings) as client:
            about = _description(client, settings)
            token = client.fetch_token(
                about["token_endpoint"], code=code, code_verifier=way.verifier, grant_type="authorization_code"
            )
            keys = jwk.KeySet.import_key_set(_json(client, about["jwks_uri"]))  # type: ignore[arg-type]  # checked by it
        return _checked(token, keys, settings, way.nonce)
    except (
        httpx2.HTTPError,
        base_client.OAuthError,
        errors.JoseError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
    ) as error:
        raise NotProved from error


def _checked(token: dict[str, Any], keys: "jwk.KeySet", settings: Settings, nonce: str) -> Identity:
    """The account, once signature, issuer, audience, times and nonce are as they must be. Raises JoseError."""
    read = jwt.decode(token["id_token"], keys, algorithms=ALGORITHMS)
    claims = core.CodeIDToken(
        read.claims,
        read.header,
        {
            "iss": {"essential": True, "value": settings.oidc_issuer},
            "aud": {"essential": True, "value": settings.oidc_client_id},
        },
        {"nonce": nonce, "client_id": settings.oidc_client_id, "access_token": token.get("access_token")},
    )
    claims.validate(leeway=CLOCKS_DIFFER)
    subject = read.claims["sub"]
    if not isinstance(subject, str) or not subject or "\0" in subject:
        raise ValueError("no subject")
    email = read.claims.get("email") if read.claims.get("email_verified") is True else ""
    return Identity(settings.oidc_issuer, subject, normalised(email) if isinstance(email, str) else "")


def _client(settings: Settings) -> "httpx_client.OAuth2Client":
    return httpx_client.OAuth2Client(
        settings.oidc_client_id,
        settings.oidc_client_secret.get_secret_value(),
        scope="openid email",
        redirect_uri=settings.address + RETURN_PATH,
        code_challenge_method="S256",
        timeout=PATIENCE,
        follow_redirects=False,
    )


def _description(client: "httpx_client.OAuth2Client", settings: Settings) -> dict[str, Any]:
    """What the issuer says of itself; it must be the one that was asked. Raises NotProved."""
    try:
        about = _json(client, settings.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration")
    except (httpx2.HTTPError, ValueError) as error:
        raise NotProved from error
    if about.get("issuer") != settings.oidc_issuer or not all(isinstance(about.get(name), str) for name in ADDRESSES):
        raise NotProved
    return about


def _json(client: "httpx_client.OAuth2Client", address: str) -> dict[str, Any]:
    answer = client.request("GET", address, withhold_token=True).raise_for_status().json()
    if not isinstance(answer, dict):
        raise ValueError("not an object")
    return answer
