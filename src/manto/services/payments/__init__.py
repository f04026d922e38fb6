"""Paying for a service, by whichever provider the city has.

A provider is a class with the two methods of ``Provider``, found by its entry point in the group ``manto.payments``;
``sandbox`` comes along, behaves like a real one and moves no money. Which one is used is the setting MANTO_PAYMENTS.
"""

from manto.services.payments.port import Begun, Provider, Told
from manto.services.payments.providers import provider

__all__ = ["Begun", "Provider", "Told", "provider"]
