"""Manto: a city delivered as a service, in one package."""
