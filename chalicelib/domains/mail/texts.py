"""The words of every mail, by kind and language: subject, paragraphs, what its button says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.domains.mail.models import Language, MailKind


class Words(NamedTuple):
    """Braces name values; `button` is what the link is called, where the mail has one."""

    subject: str
    paragraphs: tuple[str, ...]
    button: str = ""


WORDS: Mapping[MailKind, Mapping[Language, Words]] = {
    "invitation": {
        "es": Words(
            "{organisation} le invita a Hilo",
            (
                "Hola, {name}:",
                "{organisation} le ha creado una cuenta en Hilo. Elija su contraseña para entrar.",
                "El enlace sirve una sola vez, hasta el {valid_until}. Si no esperaba esta"
                " invitación, no haga nada.",
            ),
            "Elegir mi contraseña",
        ),
        "en": Words(
            "{organisation} invites you to Hilo",
            (
                "Hello {name},",
                "{organisation} has made an account for you in Hilo. Choose your password to"
                " come in.",
                "The link works once, until {valid_until}. If you did not expect this"
                " invitation, do nothing.",
            ),
            "Choose my password",
        ),
        "pt": Words(
            "{organisation} convida você para o Hilo",
            (
                "Olá, {name}:",
                "{organisation} criou uma conta para você no Hilo. Escolha sua senha para entrar.",
                "O link serve uma única vez, até {valid_until}. Se não esperava este convite,"
                " não faça nada.",
            ),
            "Escolher minha senha",
        ),
    },
    "password_reset": {
        "es": Words(
            "Cambie su contraseña de Hilo",
            (
                "Hola, {name}:",
                "Alguien pidió cambiar la contraseña de su cuenta. Si fue usted, elija una nueva.",
                "El enlace sirve una sola vez, hasta el {valid_until}. Si no fue usted, no haga"
                " nada: su contraseña sigue siendo la misma.",
            ),
            "Elegir otra contraseña",
        ),
        "en": Words(
            "Change your Hilo password",
            (
                "Hello {name},",
                "Somebody asked to change the password of your account. If it was you, choose a"
                " new one.",
                "The link works once, until {valid_until}. If it was not you, do nothing: your"
                " password stays as it is.",
            ),
            "Choose another password",
        ),
        "pt": Words(
            "Troque sua senha do Hilo",
            (
                "Olá, {name}:",
                "Alguém pediu para trocar a senha da sua conta. Se foi você, escolha uma nova.",
                "O link serve uma única vez, até {valid_until}. Se não foi você, não faça nada:"
                " sua senha continua a mesma.",
            ),
            "Escolher outra senha",
        ),
    },
    "password_changed": {
        "es": Words(
            "Su contraseña de Hilo cambió",
            (
                "Hola, {name}:",
                "La contraseña de su cuenta cambió el {at}, desde {place}.",
                "Si no fue usted, avise ahora a quien administra Hilo en su organización.",
            ),
        ),
        "en": Words(
            "Your Hilo password has changed",
            (
                "Hello {name},",
                "The password of your account was changed on {at}, from {place}.",
                "If it was not you, tell whoever administers Hilo in your organisation now.",
            ),
        ),
        "pt": Words(
            "Sua senha do Hilo mudou",
            (
                "Olá, {name}:",
                "A senha da sua conta mudou em {at}, a partir de {place}.",
                "Se não foi você, avise agora quem administra o Hilo na sua organização.",
            ),
        ),
    },
    "new_device": {
        "es": Words(
            "Entraron en su cuenta de Hilo desde otro equipo",
            (
                "Hola, {name}:",
                "El {at} alguien entró en su cuenta desde {device}, en {place}.",
                "Si no fue usted, cambie su contraseña, cierre esa sesión en «Mi cuenta» y avise"
                " a quien administra Hilo.",
            ),
        ),
        "en": Words(
            "Your Hilo account was opened on another device",
            (
                "Hello {name},",
                "On {at} somebody came into your account from {device}, at {place}.",
                "If it was not you, change your password, end that session in “My account” and"
                " tell whoever administers Hilo.",
            ),
        ),
        "pt": Words(
            "Entraram na sua conta do Hilo por outro aparelho",
            (
                "Olá, {name}:",
                "Em {at} alguém entrou na sua conta por {device}, em {place}.",
                "Se não foi você, troque sua senha, encerre essa sessão em “Minha conta” e avise"
                " quem administra o Hilo.",
            ),
        ),
    },
    "repeated_failures": {
        "es": Words(
            "Intentos de entrar en su cuenta de Hilo",
            (
                "Hola, {name}:",
                "Hasta el {at} alguien intentó entrar en su cuenta {count} veces sin acertar.",
                "Nadie entró. Si no fue usted, elija una contraseña nueva y avise a quien"
                " administra Hilo.",
            ),
        ),
        "en": Words(
            "Attempts to open your Hilo account",
            (
                "Hello {name},",
                "Until {at} somebody tried to open your account {count} times and failed.",
                "Nobody came in. If it was not you, choose a new password and tell whoever"
                " administers Hilo.",
            ),
        ),
        "pt": Words(
            "Tentativas de entrar na sua conta do Hilo",
            (
                "Olá, {name}:",
                "Até {at} alguém tentou entrar na sua conta {count} vezes sem acertar.",
                "Ninguém entrou. Se não foi você, escolha uma senha nova e avise quem administra"
                " o Hilo.",
            ),
        ),
    },
    "factor_removed": {
        "es": Words(
            "Quitaron la verificación en dos pasos de su cuenta de Hilo",
            (
                "Hola, {name}:",
                "El {at} quien administra Hilo quitó la verificación en dos pasos de su cuenta."
                " Configúrela otra vez en «Mi cuenta».",
                "Si no lo pidió, avise ahora a quien administra Hilo en su organización.",
            ),
        ),
        "en": Words(
            "Two-step verification was removed from your Hilo account",
            (
                "Hello {name},",
                "On {at} an administrator of Hilo removed the two-step verification of your"
                " account. Set it up again in “My account”.",
                "If you did not ask for it, tell whoever administers Hilo in your organisation"
                " now.",
            ),
        ),
        "pt": Words(
            "Removeram a verificação em duas etapas da sua conta do Hilo",
            (
                "Olá, {name}:",
                "Em {at} quem administra o Hilo removeu a verificação em duas etapas da sua"
                " conta. Configure-a de novo em “Minha conta”.",
                "Se não pediu isso, avise agora quem administra o Hilo na sua organização.",
            ),
        ),
    },
    "passkey_added": {
        "es": Words(
            "Agregaron una llave de acceso a su cuenta de Hilo",
            (
                "Hola, {name}:",
                "El {at} se agregó la llave de acceso {passkey} a su cuenta, desde {place}. Con"
                " ella se entra sin contraseña.",
                "Si no fue usted, quítela en «Mi cuenta», cambie su contraseña y avise a quien"
                " administra Hilo.",
            ),
        ),
        "en": Words(
            "A passkey was added to your Hilo account",
            (
                "Hello {name},",
                "On {at} the passkey {passkey} was added to your account, from {place}. It opens"
                " your account without a password.",
                "If it was not you, remove it in “My account”, change your password and tell"
                " whoever administers Hilo.",
            ),
        ),
        "pt": Words(
            "Adicionaram uma chave de acesso à sua conta do Hilo",
            (
                "Olá, {name}:",
                "Em {at} a chave de acesso {passkey} foi adicionada à sua conta, a partir de"
                " {place}. Com ela se entra sem senha.",
                "Se não foi você, remova-a em “Minha conta”, troque sua senha e avise quem"
                " administra o Hilo.",
            ),
        ),
    },
}

DATES: Mapping[Language, str] = {
    "es": "%d/%m/%Y a las %H:%M",
    "en": "%d %b %Y at %H:%M",
    "pt": "%d/%m/%Y às %H:%M",
}
"""How an instant is written."""
