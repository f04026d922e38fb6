"""A command is one use case and one transaction."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache, wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import transaction

from manto.kernel.group_commit import GroupWriter

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_inside_a_command: ContextVar[bool] = ContextVar("inside_a_command", default=False)


def command(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Make a function a command: all of it is stored, durably, or none of it.

    A command that calls another joins it in one transaction. On SQLite commands run in the process's one writer,
    which commits in groups; on PostgreSQL each runs in its caller's own transaction.
    """

    @wraps(function)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        if _inside_a_command.get():
            return function(*args, **kwargs)
        if settings.MANTO_WRITER == "group":
            return _writer(os.getpid()).run(lambda: _run_inside(function, *args, **kwargs))
        with transaction.atomic():
            return _run_inside(function, *args, **kwargs)

    return run


def _run_inside(function: Callable[Parameters, Result], *args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
    token = _inside_a_command.set(True)
    try:
        return function(*args, **kwargs)
    finally:
        _inside_a_command.reset(token)


@cache
def _writer(process: int) -> GroupWriter:
    """Give this process's writer; a forked child must not inherit its parent's."""
    return GroupWriter(transaction.atomic, transaction.atomic)
