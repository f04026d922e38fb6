"""Journeys: the steps and screens of an application as data. Pure.

It promises that a journey is one JSON document with a hash; that the server and the phone walk through it alike (they
share test vectors); that a step whose answer the city knows already is shown and not asked; and that two versions can
be compared change by change.
"""
