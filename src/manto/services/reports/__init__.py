"""Reports of problems in the street: what can be reported, what is the same problem, how other programs say it.

The form in which programs say it is Open311 GeoReport v2, both as a server and as a client of other agencies' servers.
"""
