"""Connectors: how what other bodies know comes to the city, by packages that a city installs.

A connector is found by its entry point, configured in the city's folder, run beside the requests, and its answer is
checked whole before anything of it is kept. Pages read what was kept: whoever is dead, slow or mad holds up nobody.
"""
