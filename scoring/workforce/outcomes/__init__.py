"""The outcome indicators, from the numbers of the tables."""
