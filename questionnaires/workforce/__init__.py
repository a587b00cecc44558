"""Workforce statistics of a version: which tables are asked, what stands in them, and what must fit together."""
