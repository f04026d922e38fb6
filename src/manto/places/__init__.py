"""Places: where things are in the city, what happens there and when, and what is around me now.

It promises that every place and every event says where it is known from and under which licence; that reading a
source twice changes nothing and reading half of it never happens; that "around me" is exact at the poles and across
the date line as in town; and that what it says about opening hours holds until the minute that it names.
"""
