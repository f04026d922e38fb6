"""Services: what the city owes a resident, offered before she asks, and what becomes of it.

It promises that a service is a file which anybody can read; that nothing is decided against a resident by a machine;
that an application asks only what the city does not know and loses nothing that was typed; that each case says where
it stands, why, by which law and until when; and that every notice says why it came and how to stop it.
"""
