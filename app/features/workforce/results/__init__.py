"""The results of the workforce tables: what is said of the numbers, to whom, and from which numbers."""
