"""Manto: a city delivered as a service, in one package."""

from importlib.metadata import version

__version__ = version("manto")
