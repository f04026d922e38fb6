"""The HTTP edge: settings, routes, sign-in, errors, OpenAPI, health.

It promises that every route says who may call it, that every refusal is a problem detail with a next step, and that
no log line holds a resident's data. What the city does is in the rooms below.
"""
