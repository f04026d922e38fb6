"""The catalogue of services: what each is, for whom, how it is had, what it costs. Pure.

It promises that one file says all of a service, and that the same file becomes the page, the search and the export.
"""

from manto.services.catalogue.service import Channel, Evidence, Service, read_service

__all__ = ["Channel", "Evidence", "Service", "read_service"]
