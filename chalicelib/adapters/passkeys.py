"""WebAuthn by py_webauthn, without attestation: which make an authenticator is, nobody asks.

Statements of attestation are refused but for those that prove nothing beyond the key itself, so
that no chain of certificates is ever read.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.domains.access.models import User
from chalicelib.domains.security.models import Passkey, Site
from chalicelib.domains.security.ports import CeremonyFailedError, KeyPair

_PRODUCT = "Hilo"
_TIMEOUT_MS = 120_000
_LONGEST_ID, _LONGEST_KEY = 1023, 2048
"""Bytes: what the standard allows an id, and more than any key that is asked for."""
_MALFORMED = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What the library lets through of content that is no credential at all."""


class WebauthnCeremonies:
    """Ceremonies; the library is imported at the first of them."""

    def to_register(
        self, site: Site, challenge: str, user: User, known: Sequence[Passkey]
    ) -> dict[str, Any]:
        """Discoverable, its user verified: so it serves alone and after a password."""
        from webauthn import generate_registration_options  # noqa: PLC0415 - few requests need it
        from webauthn.helpers import options_to_json_dict  # noqa: PLC0415
        from webauthn.helpers.structs import (  # noqa: PLC0415
            AttestationConveyancePreference,
            AuthenticatorSelectionCriteria,
            ResidentKeyRequirement,
            UserVerificationRequirement,
        )

        options = generate_registration_options(
            rp_id=site.host,
            rp_name=_PRODUCT,
            user_id=user.id.encode(),
            user_name=user.email,
            user_display_name=user.name,
            challenge=_bytes(challenge),
            timeout=_TIMEOUT_MS,
            attestation=AttestationConveyancePreference.NONE,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=_descriptors(known),
        )
        return options_to_json_dict(options)

    def registered(self, site: Site, challenge: str, credential: Mapping[str, Any]) -> KeyPair:
        from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm  # noqa: PLC0415
        from webauthn import verify_registration_response  # noqa: PLC0415
        from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

        try:
            _require_no_chain(credential)
            made = verify_registration_response(
                credential=dict(credential),
                expected_challenge=_bytes(challenge),
                expected_rp_id=site.host,
                expected_origin=site.origin,
                require_user_verification=True,
            )
        except (WebAuthnException, InvalidSignature, UnsupportedAlgorithm, *_MALFORMED) as exc:
            raise CeremonyFailedError(str(exc)) from exc
        credential_id, public_key = made.credential_id, made.credential_public_key
        if len(credential_id) > _LONGEST_ID or len(public_key) > _LONGEST_KEY:
            raise CeremonyFailedError("longer than any")
        return KeyPair(_text(credential_id), _text(public_key), made.sign_count)

    def to_use(self, site: Site, challenge: str, known: Sequence[Passkey]) -> dict[str, Any]:
        from webauthn import generate_authentication_options  # noqa: PLC0415
        from webauthn.helpers import options_to_json_dict  # noqa: PLC0415
        from webauthn.helpers.structs import UserVerificationRequirement  # noqa: PLC0415

        verification = UserVerificationRequirement
        options = generate_authentication_options(
            rp_id=site.host,
            challenge=_bytes(challenge),
            timeout=_TIMEOUT_MS,
            allow_credentials=_descriptors(known),
            user_verification=verification.PREFERRED if known else verification.REQUIRED,
        )
        return options_to_json_dict(options)

    def used(
        self,
        site: Site,
        challenge: str,
        credential: Mapping[str, Any],
        passkey: Passkey,
        *,
        verifies_user: bool,
    ) -> int:
        from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
        from webauthn import verify_authentication_response  # noqa: PLC0415
        from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

        try:
            proven = verify_authentication_response(
                credential=dict(credential),
                expected_challenge=_bytes(challenge),
                expected_rp_id=site.host,
                expected_origin=site.origin,
                credential_public_key=_bytes(passkey.public_key),
                credential_current_sign_count=passkey.counter,
                require_user_verification=verifies_user,
            )
        except (WebAuthnException, UnsupportedAlgorithm, *_MALFORMED) as exc:
            raise CeremonyFailedError(str(exc)) from exc
        return proven.new_sign_count


def _require_no_chain(credential: Mapping[str, Any]) -> None:
    from webauthn.helpers import parse_attestation_object  # noqa: PLC0415

    statement = parse_attestation_object(_bytes(credential["response"]["attestationObject"]))
    is_of_itself = statement.fmt == "packed" and not statement.att_stmt.x5c
    if statement.fmt != "none" and not is_of_itself:
        raise CeremonyFailedError(f"attestation {statement.fmt}")


def _descriptors(known: Sequence[Passkey]) -> list[Any]:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor  # noqa: PLC0415

    return [PublicKeyCredentialDescriptor(id=_bytes(one.credential_id)) for one in known]


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(f"{text}===")


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
