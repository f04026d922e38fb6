"""The policy in force: which weights choose what Today shows."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from manto.assistant.offering.weights import Weights
from manto.city import read_yaml

LEARNED_POLICY = "learned-3"
"""The policy where learning has a say; outcomes carry its name."""
WITH_TREES = f"{LEARNED_POLICY}+trees"
"""The same where the nightly forest has a say besides the weights."""
LEARNED_POLICIES = (LEARNED_POLICY, WITH_TREES)


@cache
def plain_weights() -> Weights:
    """Read plain_rules.yaml."""
    return Weights.from_mapping(read_yaml(Path(__file__).with_name("plain_rules.yaml")))
