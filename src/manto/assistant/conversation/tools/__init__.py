"""The tools with which the assistant answers: the same for the chat, the voice and an assistant of one's own.

Each rests on a query or a command that a page of the app uses too, so it gives nothing that the page would not.
"""
