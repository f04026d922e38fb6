"""Walking: a street graph, what a walker's profile makes of it, the best ways, and what was avoided and why.

Pure: the same is worked out on the phone (web/src/geo/walking), held equal by tests/vectors/walking.json.
"""
