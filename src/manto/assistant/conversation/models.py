"""The tables of conversation: how people ask, what is switched off, what was wrong, what was handed over, who has access."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from manto.residents.models import Account, Resident


class Phrase(models.Model):
    """One way to ask for something, where the database's full text finds it. Nothing of a resident's."""

    intent: Any = models.CharField(max_length=60)
    language: Any = models.CharField(max_length=5)
    text: Any = models.CharField(max_length=200)
    mark: Any = models.CharField(max_length=16, db_index=True)


class Dialogue(models.Model):
    """What a dialogue remembers, under a name that only the browser's session knows; removed an hour after its last word."""

    id: Any = models.UUIDField(primary_key=True)
    resident: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, null=True, related_name="+")
    memory: Any = models.JSONField()
    at: Any = models.DateTimeField(db_index=True)


class TopicSwitch(models.Model):
    """A topic that the assistant does not answer for now, by whose decision and why. Public but for who."""

    topic: Any = models.CharField(max_length=60, primary_key=True)
    reason: Any = models.CharField(max_length=300)
    since: Any = models.DateTimeField()
    account: Any = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")


class AnswerError(models.Model):
    """Something that the assistant answered wrongly: what, since when, mended when. Public; of nobody."""

    topic: Any = models.CharField(max_length=60, blank=True)
    what: Any = models.JSONField(help_text="What was wrong, by language.")
    since: Any = models.DateField()
    mended: Any = models.DateField(null=True)
    how: Any = models.JSONField(default=dict, help_text="How it was mended, by language.")


class Question(models.Model):
    """A question that went to a person, with the dialogue only if she agreed; gone with her, or a year after its answer."""

    id: Any = models.UUIDField(primary_key=True)
    resident: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    language: Any = models.CharField(max_length=5)
    topic: Any = models.CharField(max_length=60, blank=True)
    text: Any = models.CharField(max_length=1000)
    dialogue: Any = models.JSONField(null=True)
    asked_at: Any = models.DateTimeField()
    due: Any = models.DateField()
    answer: Any = models.CharField(max_length=2000, blank=True)
    answered_at: Any = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["answered_at", "due"], name="questions_that_wait")
        ]


class Access(models.Model):
    """A resident's leave for an assistant of her own to use some tools until a day; the token itself is not kept."""

    id: Any = models.UUIDField(primary_key=True)
    resident: Any = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="+")
    name: Any = models.CharField(max_length=60)
    token_hash: Any = models.CharField(max_length=64, unique=True)
    tools: Any = models.JSONField()
    given_at: Any = models.DateTimeField()
    expires_at: Any = models.DateTimeField()
    revoked_at: Any = models.DateTimeField(null=True)


class AccessUse(models.Model):
    """One use of an access: which tool, when. It holds nothing that was asked or answered."""

    access: Any = models.ForeignKey(Access, on_delete=models.CASCADE, related_name="uses")
    tool: Any = models.CharField(max_length=40)
    at: Any = models.DateTimeField()
