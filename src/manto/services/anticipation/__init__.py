"""Anticipation: what a service will be to somebody, and when that changes. Pure.

It promises one state per resident and service today, in three weeks and in three months; the exact day on which a
state changes; and, for what happens in a life, one plan with its steps in the order of their days.
"""
