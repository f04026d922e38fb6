"""Whom Today reaches and to whom it is of use, by groups, with noise."""
