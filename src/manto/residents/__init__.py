"""Residents: who lives here, what the city may know of them, and who looked.

It promises that identity is thin and everything else is a fact with a source, a validity and a basis in law or in
consent; that no fact is overwritten in silence; that every look at a resident's facts leaves a line which she can
read; that a withdrawn consent closes its facts at once; and that export is everything and erasure leaves nothing.
"""
