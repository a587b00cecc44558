"""The list of staff without names: its titles and words, its template, and how it is read and counted."""
