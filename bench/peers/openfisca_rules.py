"""The same rules in OpenFisca-core, run by bench/rules.py in an environment of OpenFisca's own.

    python openfisca_rules.py DATA.npz RULES.json OUT.npz

RULES.json holds one NumPy expression per service, as an author would write it in a formula: `f(name)` is a person's
input, `members(set, array)` sums an array over those members of her household. What is missing keeps OpenFisca's
default value, which is all that it can do.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from time import process_time

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

ROLES = ("head", "partner", "child", "parent", "relative", "other")
PAIRS = {  # what she must be, and what they must be
    "parents": (("child",), ("head", "partner")),
    "children": (("head", "partner"), ("child",)),
    "partners": (("head",), ("partner",)),
    "siblings": (("child",), ("child",)),
}
PERIOD = "2026-06"
TYPES = {"b": bool, "i": int, "d": date}

Person = build_entity("person", "persons", "A person", is_person=True)
Household = build_entity(
    "household", "households", "A household", roles=[{"key": role, "plural": f"{role}s"} for role in ROLES]
)


def formula_of(source):
    """Make the formula of a service; its third argument would be the law's parameters, which stand in the source."""
    code = compile(source, source[:40], "eval")

    def formula(person, period):
        def members(which, array):
            household = person.household
            if which in ("household", "others"):
                total = household.sum(array)
                return total - array if which == "others" else total
            mine, theirs = PAIRS[which]
            total = 0
            for role in theirs:
                total = total + household.sum(array, role=getattr(Household, role.upper()))
            if mine == theirs:  # brothers and sisters, without herself
                total = total - array
            asks = sum(person.has_role(getattr(Household, role.upper())).astype(int) for role in mine)
            return np.where(asks > 0, total, 0)

        return eval(code, {"np": np, "f": lambda fact: person(fact, period), "members": members, "person": person})  # noqa: S307

    return formula


def system(data, rules):
    """Make the inputs and one formula per service."""
    made = TaxBenefitSystem([Person, Household])
    for name, kind in rules["inputs"].items():
        body = {"value_type": TYPES[kind], "entity": Person, "definition_period": DateUnit.MONTH, "label": name}
        made.add_variable(type(name, (Variable,), body))
    for name, source in rules["services"].items():
        body = {"value_type": bool, "entity": Person, "definition_period": DateUnit.MONTH, "label": name}
        made.add_variable(type(name, (Variable,), {**body, "formula": formula_of(source)}))
    return made


def simulation(made, data, rules, rows=None):
    """Build a simulation of everybody, or of some rows that are whole households."""
    household, role = data["household"], data["role"]
    if rows is not None:
        household, role = household[rows], role[rows]
    builder = SimulationBuilder()
    builder.create_entities(made)
    builder.declare_person_entity("person", np.arange(len(household)))
    population = builder.declare_entity("household", np.unique(household))
    builder.join_with_persons(population, household, roles=np.array(ROLES)[role])
    built = builder.build(made)
    for name in rules["inputs"]:
        values = data[name]
        built.set_input(name, PERIOD, values if rows is None else values[rows])
    return built


def main() -> None:
    """Decide everything, and print the seconds of CPU as JSON."""
    data, rules = np.load(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text())
    made = system(data, rules)
    start = process_time()
    built = simulation(made, data, rules)
    ready = process_time()
    said = {name: built.calculate(name, PERIOD) for name in rules["services"]}
    done = process_time()
    np.savez(sys.argv[3], **said)
    first = np.flatnonzero(data["household"] == data["household"][0])
    turns = 20
    began = process_time()
    for _ in range(turns):
        one = simulation(made, data, rules, first)
        one.trace = True
        for name in rules["services"]:
            one.calculate(name, PERIOD)
    print(json.dumps({"build": ready - start, "formulas": done - ready, "one": (process_time() - began) / turns}))


main()
