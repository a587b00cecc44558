"""Women and men in one flow, and by grade: how far apart the rates are, and what the numbers bear out."""
