"""The sheet of the workforce tables in an answer workbook: what it says, how it is drawn, and how it is read back."""
