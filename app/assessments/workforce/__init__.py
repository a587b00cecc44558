"""The workforce statistics of an assessment: reading and saving numbers, signing them, and who may see which."""
