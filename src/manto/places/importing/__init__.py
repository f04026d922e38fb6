"""Readers of other people's formats.

Each is a pure function from content to drafts and leavings; none of them writes, and none stops at a bad row.
"""
