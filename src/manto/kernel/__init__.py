"""The kernel: what every room stands on, from the standard library alone.

It promises identifiers that sort by time, a clock that is always passed in, one tree of errors, one byte form
per value, the form of an event, and a writer that commits many commands with one sync.
"""
