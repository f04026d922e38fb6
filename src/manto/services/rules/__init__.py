"""The language in which a city writes down who a service is for. Pure: no clock, no disk, no database.

``reading`` takes in a service's file, ``deciding`` applies it to one resident with every reason, ``in_sql`` and
``in_polars`` to a whole city at once, and all give the same answer; docs/ideas/rules.md is the language's reference.
"""
