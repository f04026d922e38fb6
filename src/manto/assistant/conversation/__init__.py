"""Conversation without a language model: what is meant, the city's own tools, and answers that quote what was reviewed.

It promises that obligations, rights and amounts are only quoted, each with its source and date; that it says so when it
does not know, and offers a person; that nothing is changed before it was confirmed; and that a dialogue is forgotten.
"""
