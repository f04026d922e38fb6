"""From an author's text to Python's syntax tree, within limits, with a kind word for what is often written wrong."""

from __future__ import annotations

import ast
import re

from manto.services.rules.mistakes import ExpressionMistake

LENGTH_MAX = 2000  # characters
NODES_MAX = 400
DEPTH_MAX = 40

# What people write who know another language, with what it is called here.
SLIPS = (
    (r"&&", "Write 'and'."),
    (r"\|\|", "Write 'or'."),
    (r"≤", "Write '<='."),
    (r"≥", "Write '>='."),
    (r"≠", "Write '!='."),
    (r"=<", "Write '<='."),
    (r"=>", "Write '>='."),
    (r"<>", "Write '!='."),
    (r"€", "Write euro(40000)."),
    (r"[“”]", 'Write straight quotation marks: ".'),
    (r"[‘’]", "Write straight quotation marks: '."),
    (r"!(?!=)", "Write 'not'."),
    (r"\b(?:AND|And|E)\b", "Write 'and'."),
    (r"\b(?:OR|Or|O)\b", "Write 'or'."),
    (r"\b(?:NOT|Not|NON)\b", "Write 'not'."),
)


def python_tree(source: str) -> ast.expr:
    """Read a text by Python's grammar, as one expression.

    Raises:
        ExpressionMistake: It is empty, too large, or no expression.

    """
    if not source:
        raise ExpressionMistake("There is no expression here.", "Write one, as age(person.birth) < 3.")
    if len(source) > LENGTH_MAX:
        what = f"The expression is longer than {LENGTH_MAX} characters."
        raise ExpressionMistake(what, "Split it into several conditions.", end=len(source))
    if "#" in source:
        raise ExpressionMistake(
            "A '#' cannot stand in an expression.", "Say in 'why' what needs saying.", start=source.index("#")
        )
    try:
        tree = ast.parse(source, mode="eval").body
    except SyntaxError as error:
        raise _explained(source, error) from None
    except (ValueError, RecursionError, MemoryError):
        hint = "It is nested too deeply, or holds a sign that nobody can type."
        raise ExpressionMistake("This is not an expression.", hint, end=len(source)) from None
    _check_size(source, tree)
    return tree


def _explained(source: str, error: SyntaxError) -> ExpressionMistake:
    for slip, advice in SLIPS:
        if found := re.search(slip, source):
            what = f"'{found[0]}' is not a word of this language."
            return ExpressionMistake(what, advice, start=found.start(), end=found.end())
    if single := re.search(r"(?<![<>=!])=(?!=)", source):
        return ExpressionMistake("A single '=' compares nothing.", "Write '=='.", start=single.start())
    at = max(0, min((error.offset or 1) - 1, len(source) - 1))
    if day := re.search(r"\b\d{4}-\d\d-\d\d\b", source):
        hint = f"Write a day between quotation marks: '{day[0]}'."
        return ExpressionMistake("A day needs quotation marks.", hint, start=day.start(), end=day.end())
    problem = (error.msg or "this cannot be read").removeprefix("invalid syntax. ")
    return ExpressionMistake(f"Here the expression breaks off: {problem}.", "Look at brackets and words.", start=at)


def _check_size(source: str, tree: ast.AST) -> None:
    count, level = 0, [tree]
    for _ in range(DEPTH_MAX):
        count += len(level)
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        if not level:
            break
    if level or count > NODES_MAX:
        what = f"The expression is too large: at most {NODES_MAX} parts, nested at most {DEPTH_MAX} deep."
        raise ExpressionMistake(what, "Split it into several conditions.", start=0, end=len(source))
