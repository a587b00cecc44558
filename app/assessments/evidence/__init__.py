"""What assessments need to know of evidence: items in one line, and how much of it there may be."""
