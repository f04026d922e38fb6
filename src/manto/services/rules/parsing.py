"""Reading an expression: Python's own grammar, a white list of what may stand in it, and types.

Nothing that is read is ever run: the text is turned into Python's syntax tree and that into a tree of ours, node by
node, and whatever is not on the list is refused with its place. There is no loop, no assignment, no attribute of any
object, so every expression ends, and means the same in Python, in SQL and over columns.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from manto.services.rules import functions
from manto.services.rules.bounds import checked_bounds
from manto.services.rules.expression_text import python_tree
from manto.services.rules.language import Language, Symbol
from manto.services.rules.mistakes import ExpressionMistake, did_you_mean
from manto.services.rules.names import fact_names, full_name
from manto.services.rules.tree import (
    MEMBERS,
    And,
    Arithmetic,
    Choice,
    Choose,
    Compare,
    Constant,
    FactOf,
    Kind,
    Node,
    Not,
    OneOf,
    Or,
    Parameter,
    Scalar,
    Span,
    Today,
    is_fixed,
    may_be_absent,
    of_member,
)

COMPARISONS: dict[type[Any], str] = {
    ast.Lt: "<", ast.LtE: "<=", ast.Eq: "==", ast.NotEq: "!=", ast.GtE: ">=", ast.Gt: ">",
}  # fmt: skip
OPERATORS: dict[type[Any], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}


def parse(
    text: str,
    language: Language,
    parameters: Mapping[str, Parameter] | None = None,
    *,
    subject: str = "person",
    want: Kind | None = Kind.YESNO,
) -> Node:
    """Read an expression and check that it means something.

    Args:
        text: As the author wrote it.
        language: The facts and districts that it may name.
        parameters: The named values that it may use.
        subject: What the file calls the one decided about, so that ``child.birth`` is ``person.birth``.
        want: What kind of value it must give; any when none is given.

    Raises:
        ExpressionMistake: It cannot be read; says where, why, and what was probably meant.

    """
    flat = text.replace("\n", " ").replace("\t", " ")
    lead = len(flat) - len(flat.lstrip())
    source = flat.strip()
    try:
        node = Parser(source, language, parameters or {}, subject).read(want)
    except ExpressionMistake as mistake:
        raise ExpressionMistake(
            mistake.what, mistake.next_step, start=mistake.start + lead, end=mistake.end + lead
        ) from None
    return node


class Parser:
    """Reads one expression."""

    def __init__(self, source: str, language: Language, parameters: Mapping[str, Parameter], subject: str) -> None:
        self.source = source
        self.language = language
        self.parameters = parameters
        self.subject = subject
        self.member = ""  # what the quantifier around calls the member it is at

    # ── The text ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def read(self, want: Kind | None) -> Node:
        """Read the whole expression."""
        tree = python_tree(self.source)
        node = self.expression(tree)
        if want is not None:
            self.need(node, tree, want)
        self.plain(node, tree)
        if isinstance(node, Span) and not is_fixed(node):
            raise self.wrong(tree, f"'{self.text(tree)}' alone says nothing.", "Compare it: age(person.birth) < 3.")
        checked_bounds(node, lambda what, next_step: self.wrong(tree, what, next_step))
        return node

    def text(self, node: ast.AST) -> str:
        """Give the author's own characters."""
        start, end = self.span(node)
        return self.source[start:end]

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Give first and last character of a node; Python counts bytes."""
        raw = self.source.encode()
        start, end = getattr(node, "col_offset", 0), getattr(node, "end_col_offset", len(raw))
        return len(raw[:start].decode()), len(raw[:end].decode())

    def wrong(self, node: ast.AST, what: str, next_step: str = "") -> ExpressionMistake:
        """Make a mistake that points at a node."""
        start, end = self.span(node)
        return ExpressionMistake(what, next_step, start=start, end=end)

    # ── The parts ────────────────────────────────────────────────────────────────────────────────────────────────────

    def expression(self, node: ast.AST) -> Node:
        """Read one node."""
        readers: dict[type[Any], Callable[[Any], Node]] = {
            ast.Constant: self._constant,
            ast.Name: self._name,
            ast.Attribute: self._fact,
            ast.Compare: self._compare,
            ast.BoolOp: self._and_or,
            ast.UnaryOp: self._unary,
            ast.BinOp: self._arithmetic,
            ast.IfExp: self._choose,
            ast.List: self._choice,
            ast.Tuple: self._choice,
            ast.Set: self._choice,
            ast.Call: lambda call: functions.read_call(self, call),
        }
        reader = readers.get(type(node))
        if reader is None:
            raise self.wrong(node, f"'{self.text(node)}' is not part of this language.", "See docs/ideas/rules.md.")
        return reader(node)

    def _constant(self, node: ast.Constant) -> Node:
        value = node.value
        if isinstance(value, bool):
            return Constant(value, Kind.YESNO)
        if isinstance(value, int):
            return Constant(value, Kind.NUMBER)
        if isinstance(value, str):
            if "\0" in value:
                raise self.wrong(node, "This text holds a sign that cannot be stored.")
            return Constant(value, Kind.TEXT)
        if isinstance(value, float):
            hint = "Write whole numbers; for money with cents euro(12.50)."
            raise self.wrong(node, f"'{self.text(node)}' is not a whole number.", hint)
        raise self.wrong(node, f"'{self.text(node)}' is no value here.", "For what may be none write is_none(...).")

    def _name(self, node: ast.Name) -> Node:
        if node.id == "today":
            return Today()
        if node.id in self.parameters:
            return self.parameters[node.id]
        if node.id in ("true", "false", "yes", "no"):
            word = "True" if node.id in ("true", "yes") else "False"
            raise self.wrong(node, f"'{node.id}' is written {word} here.", f"Write {word}.")
        if node.id in (*MEMBERS, self.member):
            hint = f"Say what of them: any(age(m.birth) < 3 for m in {node.id}), or count({node.id})."
            raise self.wrong(node, f"'{node.id}' stands for people, not for a value.", hint)
        known = [*self.parameters, "today", *fact_names(self.language, (self.subject, self.member))]
        raise self.wrong(node, f"There is no name '{node.id}'.", did_you_mean(node.id, known))

    def _fact(self, node: ast.Attribute) -> Node:
        path: list[str] = []
        inner: ast.expr = node
        while isinstance(inner, ast.Attribute):
            path.insert(0, inner.attr)
            inner = inner.value
        if not isinstance(inner, ast.Name):
            raise self.wrong(node, f"'{self.text(node)}' is not a fact.", "Facts are written as person.birth.")
        written = ".".join([inner.id, *path])
        owners = (self.subject, self.member)
        name = full_name(self.language, owners, inner.id, path)
        if name is None:
            raise self.wrong(
                node, f"There is no fact '{written}'.", did_you_mean(written, fact_names(self.language, owners))
            )
        return self.fact(self.language.symbols[name], member=bool(self.member) and inner.id == self.member)

    def fact(self, symbol: Symbol, *, member: bool) -> FactOf:
        """Make the leaf of a fact."""
        applies = None
        if symbol.applies:
            applies = Parser(symbol.applies, self.language, {}, "person").read(Kind.YESNO)
            applies = of_member(applies) if member else applies
        numeric = symbol.kind in (Kind.NUMBER, Kind.MONEY)
        low, high = (symbol.low, symbol.high) if numeric else (0, 0)
        return FactOf(symbol.name, symbol.kind, member, symbol.may_be_none, applies, low, high)

    # ── What may be compared with what ───────────────────────────────────────────────────────────────────────────────

    def _compare(self, node: ast.Compare) -> Node:
        parts: list[Node] = []
        left = node.left
        for op, right in zip(node.ops, node.comparators, strict=True):
            parts.append(self._one_comparison(node, left, op, right))
            left = right
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _one_comparison(self, node: ast.AST, left: ast.expr, op: ast.cmpop, right: ast.expr) -> Node:
        if isinstance(op, ast.In | ast.NotIn):
            found = self.one_of(left, right)
            return Not(found) if isinstance(op, ast.NotIn) else found
        if type(op) not in COMPARISONS:
            raise self.wrong(node, "'is' does not compare values.", "Write '==', or is_none(...).")
        return self.comparison(node, left, COMPARISONS[type(op)], right)

    def comparison(self, node: ast.AST, left: ast.expr, op: str, right: ast.expr) -> Node:
        """Read ``left op right``."""
        a, b = self.expression(left), self.expression(right)
        a, b = self.fitted(a, left, b), self.fitted(b, right, a)
        self.plain(a, left)
        self.plain(b, right)
        if a.kind != b.kind:
            raise self.wrong(node, f"{_of(a)} cannot be compared with {_of(b)}.", self._unit_hint(a, b))
        if a.kind is Kind.YESNO:
            hint = "Write the condition itself, or 'not' before it."
            raise self.wrong(node, "A yes or no needs no comparison.", hint)
        if a.kind is Kind.TEXT and op not in ("==", "!="):
            raise self.wrong(node, "Texts are not larger or smaller than each other.", "Use ==, != or in.")
        for side, other, written in ((a, b, left), (b, a, right)):
            if isinstance(side, Span) and not is_fixed(side) and not is_fixed(other):
                what = f"'{self.text(written)}' can only be compared with what depends on no fact."
                raise self.wrong(written, what, "Compare it with a number or a parameter.")
        return Compare(op, a, b)

    def _unit_hint(self, a: Node, b: Node) -> str:
        kinds = {a.kind, b.kind}
        if kinds == {Kind.MONEY, Kind.NUMBER}:
            return "Write an amount as euro(40000), or declare the parameter with 'type: euro'."
        if Kind.DAY in kinds and Kind.NUMBER in kinds:
            return "Write age(...), months(...), days_since(...) or days_until(...) around the day."
        if kinds == {Kind.DAY, Kind.TEXT}:
            return "Write a day as '2026-03-01'."
        return "Compare like with like."

    def fitted(self, node: Node, written: ast.AST, other: Node) -> Node:
        """Read a text as a day where a day is compared with, and check it where only some texts are possible."""
        if not isinstance(node, Constant) or node.kind is not Kind.TEXT:
            return node
        value = self.fitted_value(str(node.value), written, other)
        return Constant(value, Kind.DAY if isinstance(value, date) else Kind.TEXT)

    def fitted_value(self, value: str, written: ast.AST, other: Node) -> Scalar:
        """Check one text against what it is compared with."""
        if other.kind is Kind.DAY:
            try:
                return date.fromisoformat(value)
            except ValueError:
                raise self.wrong(written, f"'{value}' is not a day.", "Write it as '2026-03-01'.") from None
        possible = self.possible(other)
        if possible and value not in possible:
            raise self.wrong(written, f"'{value}' is not possible here.", did_you_mean(value, possible))
        return value

    def possible(self, node: Node) -> frozenset[str]:
        """Give the only texts that a node can be; none when it can be any."""
        inner = node
        while not isinstance(inner, FactOf) and hasattr(inner, "item"):
            inner = inner.item
        if not isinstance(inner, FactOf):
            return frozenset()
        symbol = self.language.symbols[inner.name]
        return self.language.districts if symbol.form == "district" else symbol.values

    def one_of(self, left: ast.expr, right: ast.expr) -> Node:
        """Read ``left in right``."""
        item, among = self.expression(left), self.expression(right)
        self.plain(item, left)
        if not isinstance(among, Choice) and not (isinstance(among, Parameter) and among.many):
            hint = "Write a list: ['IT', 'FR'], or name a parameter that is one."
            raise self.wrong(right, f"'{self.text(right)}' is not a set of values.", hint)
        if isinstance(among, Choice) and among.kind is Kind.TEXT and isinstance(right, ast.List | ast.Tuple | ast.Set):
            values = tuple(
                self.fitted_value(str(value), written, item)
                for value, written in zip(among.values, right.elts, strict=True)
            )
            among = Choice(values, Kind.DAY if item.kind is Kind.DAY else Kind.TEXT)
        if item.kind is not among.kind:
            raise self.wrong(left, f"{_of(item)} is not among {_of(among)}.", self._unit_hint(item, among))
        return OneOf(item, among)

    def plain(self, node: Node, written: ast.AST) -> None:
        """Refuse a value that may be absent where nothing says what counts then."""
        if may_be_absent(node):
            shown = self.text(written)
            what = f"'{shown}' may be none, or not apply to somebody."
            hint = f"Say what counts then: otherwise({shown}, ...), or ask is_none({shown})."
            raise self.wrong(written, what, hint)

    def need(self, node: Node, written: ast.AST, kind: Kind) -> None:
        """Refuse a value of another kind than is needed."""
        if isinstance(node, Choice) or (isinstance(node, Parameter) and node.many):
            raise self.wrong(written, f"'{self.text(written)}' is a set of values.", "Write '... in' before it.")
        if node.kind is not kind:
            raise self.wrong(written, f"Here {kind.value} is needed, and '{self.text(written)}' is {node.kind.value}.",
                             "Compare it with something." if kind is Kind.YESNO else "")  # fmt: skip

    # ── Combining ────────────────────────────────────────────────────────────────────────────────────────────────────

    def yes_or_no(self, node: ast.expr) -> Node:
        """Read a part that must be a yes or no."""
        part = self.expression(node)
        self.need(part, node, Kind.YESNO)
        self.plain(part, node)
        return part

    def _and_or(self, node: ast.BoolOp) -> Node:
        parts = tuple(self.yes_or_no(part) for part in node.values)
        return And(parts) if isinstance(node.op, ast.And) else Or(parts)

    def _unary(self, node: ast.UnaryOp) -> Node:
        if isinstance(node.op, ast.Not):
            return Not(self.yes_or_no(node.operand))
        part = self.expression(node.operand)
        if isinstance(node.op, ast.USub) and isinstance(part, Constant) and part.kind in (Kind.NUMBER, Kind.MONEY):
            return Constant(-int(part.value), part.kind)  # type: ignore[arg-type]
        raise self.wrong(node, f"'{self.text(node)}' is not part of this language.", "See docs/ideas/rules.md.")

    def number(self, node: ast.expr) -> Node:
        """Read a part that must be a number or an amount."""
        part = self.expression(node)
        if part.kind not in (Kind.NUMBER, Kind.MONEY) or isinstance(part, Choice):
            raise self.wrong(node, f"'{self.text(node)}' is {part.kind.value}, not a number.", "")
        if isinstance(part, Span) and not is_fixed(part):
            hint = "Compare it: 3 <= age(person.birth) < 6."
            raise self.wrong(node, f"'{self.text(node)}' can be compared, not calculated with.", hint)
        self.plain(part, node)
        return part

    def _arithmetic(self, node: ast.BinOp) -> Node:
        if isinstance(node.op, ast.Div | ast.FloorDiv):
            raise self.wrong(node, "'/' would leave fractions.", "Write divided(amount, 12): rounded to the nearest.")
        if type(node.op) not in OPERATORS:
            raise self.wrong(node, f"'{self.text(node)}' is not part of this language.", "There are +, - and *.")
        op, left, right = OPERATORS[type(node.op)], self.number(node.left), self.number(node.right)
        if op == "*":
            if left.kind is Kind.MONEY and right.kind is Kind.MONEY:
                raise self.wrong(node, "Money times money is no amount.", "Multiply an amount by a number.")
            kind = Kind.MONEY if Kind.MONEY in (left.kind, right.kind) else Kind.NUMBER
        else:
            if left.kind is not right.kind:
                what = f"{_of(left)} and {_of(right)} cannot be added or subtracted."
                raise self.wrong(node, what, self._unit_hint(left, right))
            kind = left.kind
        return Arithmetic(op, left, right, kind)

    def _choose(self, node: ast.IfExp) -> Node:
        condition = self.yes_or_no(node.test)
        then, otherwise = self.expression(node.body), self.expression(node.orelse)
        if then.kind is not otherwise.kind or Kind.YESNO in (then.kind,):
            raise self.wrong(node, f"One side is {then.kind.value}, the other {otherwise.kind.value}.",
                             "Both sides of 'if ... else' must be numbers, amounts, days or texts.")  # fmt: skip
        for part, written in ((then, node.body), (otherwise, node.orelse)):
            self.plain(part, written)
            if isinstance(part, Span | Choice):
                raise self.wrong(written, f"'{self.text(written)}' cannot stand here.", "Compare it first.")
        return Choose(condition, then, otherwise, then.kind)

    def _choice(self, node: ast.List | ast.Tuple | ast.Set) -> Node:
        values: list[Constant] = []
        for element in node.elts:
            part = self.expression(element)
            if not isinstance(part, Constant) or part.kind is Kind.YESNO:
                raise self.wrong(element, f"'{self.text(element)}' is not a plain value.", "A list holds plain values.")
            values.append(part)
        if not values:
            raise self.wrong(node, "An empty list holds nobody.", "Name at least one value.")
        if len({value.kind for value in values}) > 1:
            raise self.wrong(node, "This list mixes kinds of values.", "Keep to one.")
        return Choice(tuple(value.value for value in values), values[0].kind)


def _of(node: Node) -> str:
    return node.kind.value[0].upper() + node.kind.value[1:]
