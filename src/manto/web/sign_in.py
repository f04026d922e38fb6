"""Whoever signs up becomes a resident of the city's service: an account, and nothing known about them yet."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import user_signed_up
from django.conf import settings
from django.core.mail import EmailMessage
from django.dispatch import receiver
from django.http import HttpRequest

from manto.residents.commands import register_resident
from manto.residents.models import Account, Resident
from manto.web.errors import texts

MAILS = {
    "account/email/email_confirmation": "code",
    "account/email/email_confirmation_signup": "code",
    "account/email/login_code": "code",
    "account/email/account_already_exists": "known_already",
    "account/email/unknown_account": "not_known",
}


class AccountAdapter(DefaultAccountAdapter):
    """Writes the mails of signing in, in the city's name and the reader's language."""

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        """Word a mail."""
        if template_prefix not in MAILS:
            return super().render_mail(template_prefix, email, context, headers)
        language = getattr(context.get("request"), "LANGUAGE_CODE", settings.CITY.default_language)
        known = {
            "city": settings.CITY.name.get(language, settings.CITY.id),
            "code": context.get("code", ""),
            "address": f"{settings.PUBLIC_URL}/sign-in",
        }
        subject, body = (
            texts.say(f"mail.{MAILS[template_prefix]}.{part}", language, **known) for part in ("subject", "body")
        )
        return EmailMessage(
            subject, body, self.get_from_email(), [email] if isinstance(email, str) else email, headers=headers
        )


@receiver(user_signed_up)
def welcome(request: HttpRequest, user: Account, **_: Any) -> None:
    """Open a resident for a new account, in the language in which she signed up."""
    if not user.role and not Resident.objects.filter(account=user).exists():
        user.language = request.LANGUAGE_CODE
        user.save()
        register_resident(now=settings.CLOCK.now(), language=user.language, account_id=user.id)
