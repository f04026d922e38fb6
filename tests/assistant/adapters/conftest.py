"""The same town and the same newcomer as the conversation's."""

from tests.assistant.conversation.conftest import amir, clock, town  # noqa: F401
