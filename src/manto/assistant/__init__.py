"""The assistant: what the city offers to one resident now, and what became of it.

It promises at most five offers, the same in the list, on the map and wherever else they are shown; that each says
truly why it is there; that what a resident cannot reach or has refused is not among them; and that an outcome is
recorded once, with its place on the page and the policy that put it there, and only with her consent.
"""
