"""The workforce statistics in the gap report: the sheets "Workforce tables" and "Results", and in "Check"."""
