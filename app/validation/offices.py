"""What an office may be called: what a person is beside any administration."""

OFFICES = ("lead", "reviewer", "external_reviewer", "auditor", "administrator")
