"""Notices: telling a resident, by the ways she chose, and never more than she can bear.

It promises that everything stands in the inbox first; that of one matter only the latest unread word stands; that
nothing but what cannot wait comes at night; that no way carries more than a few words a week; and that each notice
says why it came and how to stop it.
"""
