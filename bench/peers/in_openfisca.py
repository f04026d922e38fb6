"""From our rules, bound to a day, to what an author would write in an OpenFisca formula."""

from __future__ import annotations

from manto.services.rules.tree import (
    And,
    Applies,
    Arithmetic,
    Choice,
    Choose,
    Compare,
    Constant,
    Divided,
    FactOf,
    Household,
    IsNone,
    Kind,
    Node,
    Not,
    OneOf,
    Or,
    Otherwise,
    walk,
)

UNSET = {
    Kind.DAY: "np.datetime64('1970-01-01')",
    Kind.TEXT: "0",
    Kind.NUMBER: "0",
    Kind.MONEY: "0",
    Kind.YESNO: "False",
}


class NotExpressible(Exception):
    """OpenFisca has no word for it."""


class Writer:
    """Writes expressions; texts are numbered, as OpenFisca's enumerations are."""

    def __init__(self) -> None:
        self.texts: dict[str, int] = {"": 0}

    def number(self, text: str) -> int:
        """Give a text its number."""
        return self.texts.setdefault(text, len(self.texts))

    def write(self, node: Node) -> str:  # noqa: C901 - one line for each kind of node
        """Write one expression.

        Raises:
            NotExpressible: What a member of the household is compared with somebody else, or an oldest member.

        """
        match node:
            case Constant():
                return self._value(node)
            case FactOf():
                return f"f('{node.name.replace('.', '__')}')"
            case Compare():
                return f"({self.write(node.left)} {node.op} {self.write(node.right)})"
            case OneOf():
                values = node.among.values if isinstance(node.among, Choice) else ()
                item = self.write(node.item)
                return (
                    "(" + " | ".join(f"({item} == {self._value(Constant(v, node.among.kind))})" for v in values) + ")"
                )
            case And() | Or():
                return "(" + (" & " if isinstance(node, And) else " | ").join(map(self.write, node.parts)) + ")"
            case Not():
                return f"np.logical_not({self.write(node.part)})"
            case Arithmetic():
                return f"({self.write(node.left)} {node.op} {self.write(node.right)})"
            case Choose():
                return f"np.where({self.write(node.condition)}, {self.write(node.then)}, {self.write(node.otherwise)})"
            case Otherwise() if isinstance(node.item, FactOf):
                item = self.write(node.item)
                if node.kind is Kind.YESNO:
                    return item
                return f"np.where({item} == {UNSET[node.kind]}, {self.write(node.default)}, {item})"
            case IsNone() if isinstance(node.item, FactOf) and node.item.kind is not Kind.YESNO:
                return f"({self.write(node.item)} == {UNSET[node.item.kind]})"
            case Household():
                return self._household(node)
            case Applies() | Divided() | IsNone() | Otherwise():
                raise NotExpressible
        raise NotExpressible

    def _household(self, node: Household) -> str:
        if any(isinstance(part, FactOf) and not part.member for part in walk(node)):
            raise NotExpressible
        if node.members == "relatives" or node.function in ("oldest", "youngest"):
            raise NotExpressible
        test = self.write(node.test)
        ones = f"(np.zeros(person.count) + {test})" if node.function != "sum" else self.write(node.value or node.test)
        if node.function == "all":
            return f"(members('{node.members}', 1 - {ones}) == 0)"
        total = f"members('{node.members}', {ones})"
        return f"({total} > 0)" if node.function == "any" else total

    def _value(self, node: Constant) -> str:
        if node.kind is Kind.DAY:
            return f"np.datetime64('{node.value}')"
        return str(self.number(str(node.value))) if node.kind is Kind.TEXT else repr(node.value)
