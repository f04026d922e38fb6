"""Trying a change of a rule on everybody before it is published: who gains, who loses, of whom it becomes unknown. Pure."""
