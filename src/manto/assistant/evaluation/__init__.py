"""Honest evaluation of what was learned: predict first, update then, in the order of time, beside simple counters.

It promises that nothing is used before it happened, that ties count at their expected rank, that returns, first
visits and residents hardly known are told apart, and that every figure has an interval and its baseline beside it.
"""
