"""Health: what a FHIR R4 record comes down to before anything is kept: of what kind something is due, and when."""
